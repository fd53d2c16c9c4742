import { Buffer } from "node:buffer";
import vm from "node:vm";
import type { GuestConfig } from "../guest/protocol.ts";

const REALM = {
  microtaskMode: "afterEvaluate",
  codeGeneration: { strings: false, wasm: false },
} as const;

/** The code that is ours in each realm of a thread, compiled. */
export class GuestCode {
  readonly #script: vm.Script;
  #spare: vm.Context | undefined;

  /** Compiles it; with what was made of it before, in no time. */
  constructor(bundle: string, cache?: Uint8Array) {
    const cachedData = cache === undefined ? {} : { cachedData: Buffer.from(cache) };
    this.#script = new vm.Script(bundle, { filename: "guest", ...cachedData });
  }

  /** What spares the next thread the work. Runs the code once, so that what it needs to start is in it as well. */
  makeCache(): Uint8Array<ArrayBuffer> {
    vm.runInContext("__glue.boot(config)", this.#make({ config: JSON.stringify(NOBODY) }));
    return new Uint8Array(this.#script.createCachedData());
  }

  /** Makes a realm before somebody needs it. */
  prepare(): void {
    this.#spare ??= this.#make({});
  }

  /** A realm in which it has run, and nothing else has. */
  realm(): vm.Context {
    const made = this.#spare ?? this.#make({});
    this.#spare = undefined;
    return made;
  }

  #make(globals: { readonly [name: string]: string }): vm.Context {
    const context = vm.createContext(Object.assign(Object.create(null), globals), REALM);
    this.#script.runInContext(context);
    return context;
  }
}

const NOBODY: GuestConfig = { name: "nobody", messageBytes: 1000, processes: 10, handles: 10, granted: [], env: {} };
