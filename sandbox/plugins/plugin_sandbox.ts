import type { Isolation, Limits, SharedIsolation } from "../limits/limits.ts";
import type { Permissions } from "../permissions/permissions.ts";
import type { Doer } from "./doer.ts";

/** What plugins need of a sandbox. */
export interface PluginSandbox {
  /** Calls a function that the entry exports. @throws {SandboxError} If it fails, or takes longer. */
  run(name: string, args: readonly unknown[], options: { readonly timeoutMs: number }): Promise<unknown>;
  /** Puts other code in the place of what runs, all of it, with its state; what runs stays where that fails. */
  reload?(options: PluginReload): Promise<unknown>;
  /** Starts it again where it has gone down for good. */
  start?(doer: Doer): Promise<void>;
  /** Ends it, for good. */
  destroy(doer: Doer): Promise<void>;
}

/** Other code for a sandbox. */
export interface PluginReload extends Doer {
  /** Its modules. */
  readonly files: Readonly<Record<string, string>>;
  /** They are all there are. */
  readonly only: true;
}

/** How a sandbox of a plugin is made. */
export interface PluginSandboxOptions extends Doer {
  /** Its name. */
  readonly name: string;
  /** Its modules, and the one that is started. */
  readonly source: { readonly files: Readonly<Record<string, string>> };
  /** The module that is started: it brings all that the plugin's entry does, once every hook is there. */
  readonly entry: string;
  /** Where it lives. */
  readonly isolation: Isolation | SharedIsolation;
  /** What it may do. */
  readonly permissions: Permissions;
  /** How much it may use. */
  readonly limits: Limits;
  /** What becomes of it when it crashes: it is started again. */
  readonly restart: "transient";
}

/** What makes sandboxes for plugins: a `SandboxHost`. */
export interface PluginSandboxes {
  /** Makes one; it is up when this resolves. */
  create(options: PluginSandboxOptions): Promise<PluginSandbox>;
}
