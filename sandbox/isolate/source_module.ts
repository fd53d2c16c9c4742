import vm from "node:vm";

/** An ES module of a realm. Node's declarations know neither all of it nor how to link it without waiting. */
export interface SourceModule {
  /** What it imports, in order, each once. */
  readonly moduleRequests: readonly { readonly specifier: string }[];
  /** How far it is; one that waits at its top level counts as evaluated. */
  readonly status: string;
  /** What it threw. */
  readonly error: unknown;
  /** Says which modules are meant by its requests, in their order. */
  linkRequests(modules: readonly SourceModule[]): void;
  /** Binds what it and all below it import. Throws an error of the realm where there is no such export. */
  instantiate(): void;
  /** Runs it. */
  evaluate(): Promise<unknown>;
}

/** How a module is read. */
export interface SourceModuleOptions {
  /** The realm. */
  readonly context: vm.Context;
  /** What it is called in stacks. */
  readonly identifier: string;
}

type SourceModuleClass = new (code: string, options: SourceModuleOptions) => SourceModule;

const { SourceTextModule } = vm as unknown as { readonly SourceTextModule: SourceModuleClass };

/** Reads a module. Throws an error of one realm or the other if it cannot. */
export function readModule(code: string, options: SourceModuleOptions): SourceModule {
  return new SourceTextModule(code, options);
}
