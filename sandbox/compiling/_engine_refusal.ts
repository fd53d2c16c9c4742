import vm from "node:vm";

/** What the engine's own parser says of a module that it would not load, without loading it. @throws {RangeError} If its stack ends. */
export function engineRefusal(code: string): string | undefined {
  try {
    void new SourceTextModule(code, { context: apart() });
    return undefined;
  } catch (error) {
    const { name, message } = error as Error; // of the context's realm, so of no class of ours
    if (name === "RangeError") throw new RangeError(message);
    if (name !== "SyntaxError") throw error;
    return message;
  }
}

type ModuleClass = new (code: string, options: { readonly context: vm.Context }) => object;

// Node's declarations do not have it.
const { SourceTextModule } = vm as unknown as { readonly SourceTextModule: ModuleClass };

let context: vm.Context | undefined;

function apart(): vm.Context {
  return context ??= vm.createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
}
