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

  /** What spares the next thread the work. Runs the code once, so that what each guest needs is in it as well. */
  makeCache(): Uint8Array<ArrayBuffer> {
    const realm = this.#make({ config: JSON.stringify(NOBODY) });
    for (const each of LIFE) vm.runInContext(each, realm);
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

/** What a realm is told in which no guest lives. */
export const NOBODY: GuestConfig = {
  name: "nobody",
  messageBytes: 1000,
  processes: 10,
  handles: 10,
  granted: [],
  env: {},
  entropy: "00".repeat(32),
};

/** What happens in any guest: functions that have run once are in the cache, and all others are compiled when they first run. */
const LIFE = [
  "__glue.boot(config); __glue.names()",
  `(() => {
    const { Supervisor, GenServer } = __glue.scoped("@superlearner/otp", "/main.ts", 0);
    const One = GenServer.define({ name: "One", init: (n = 0) => n, calls: { add: (n, by) => [n + by, n + by] } });
    __glue.evaluating(0, "[]", "[]");
    __glue.loaded({ default: Supervisor.define({ children: [One.child({ id: "one", name: "one" })] }) }, 0);
    __glue.evaluated();
  })()`,
  "__glue.drain()",
  ...[
    [["frame", { otp: 1, n: 1, frame: { type: "hello", node: "host" } }], ["start"]],
    [["frame", { otp: 1, n: 2, frame: { type: "monitor", to: "<nobody.1.0>" } }]],
    [["frame", { otp: 1, n: 3, frame: { type: "lookup", id: 1, of: "one" } }]],
    [["frame", { otp: 1, n: 4, frame: { type: "call", id: 2, to: "<nobody.2.0>", kind: "add", payload: 1 } }]],
  ].flatMap((heard, at) => [
    `__glue.turn(${JSON.stringify(JSON.stringify([at + 1, ...heard]))})`,
    "__glue.drain()",
  ]),
];
