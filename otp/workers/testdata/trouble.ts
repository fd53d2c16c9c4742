/** A server that does everything a placed process may die of. */
import { GenServer, type ServerDefinition } from "../../behaviours/gen_server.ts";
import type { Outcome } from "../../behaviours/outcome.ts";
import type { CallContext } from "../../behaviours/server_self.ts";
import type { Pid } from "../../processes/pid.ts";
import type { Self } from "../../processes/self.ts";

/** How it starts. */
export type TroubleMode = "well" | "spin" | "fail" | "slow" | "trap";

/** What it does. */
export interface TroubleCalls {
  /** Counts. */
  count: (state: number) => [number, number];
  /** Never comes back. */
  spin: (state: number) => [null, number];
  /** Keeps its thread busy after an `await`, so long. */
  spinLater: (state: number, ms: number) => Promise<[null, number]>;
  /** Leaves without a word. */
  exit: (state: number, code: number) => [null, number];
  /** Closes the worker without a word. */
  close: (state: number) => [null, number];
  /** Throws where nobody can catch it. */
  throwLater: (state: number) => Outcome<number>;
  /** Reads a file. */
  read: (state: number, path: string) => [string, number];
  /** Takes as much memory as it gets. */
  hoard: (state: number) => [null, number];
  /** Prints something. */
  print: (state: number, text: string) => [null, number];
  /** Reads a stream to its end. */
  drain: (state: number, payload: { stream: ReadableStream<string> }) => Promise<[string[], number]>;
  /** What another of its kind has counted. */
  countOf: (state: number, pid: Pid, self: CallContext) => Promise<[number, number]>;
  /** What it may do. */
  rights: (state: number) => Promise<[string[], number]>;
}

/** What it is told. */
export interface TroubleCasts {
  /** Counts further. */
  add: (state: number, by: number) => number;
}

/** Does what it is told. */
export const Trouble: ServerDefinition<number, [mode?: TroubleMode], TroubleCalls, TroubleCasts> = GenServer.define({
  name: "Trouble",
  init(this: Self, mode: TroubleMode = "well"): number | Promise<number> {
    if (mode === "spin") forever();
    if (mode === "fail") throw new RangeError("init fails");
    if (mode === "slow") return new Promise<number>(() => {});
    if (mode === "trap") this.trapExit = true;
    return 0;
  },
  calls: {
    count: (state: number) => [state, state],
    spin: (state: number) => [forever(), state],
    spinLater: async (state: number, ms: number): Promise<[null, number]> => {
      await Promise.resolve();
      for (const end = performance.now() + ms; performance.now() < end;);
      return [null, state];
    },
    exit: (_state: number, code: number) => Deno.exit(code),
    close: (state: number) => {
      (globalThis as unknown as { close(): void }).close();
      return [null, state];
    },
    throwLater: (state: number) => {
      queueMicrotask(() => {
        throw new RangeError("nobody catches this");
      });
      return GenServer.noreply(state);
    },
    read: (state: number, path: string) => [Deno.readTextFileSync(path), state],
    hoard: (state: number) => {
      const all: unknown[] = [];
      while (state >= 0) all.push(new Array(100_000).fill(all.length));
      return [null, state];
    },
    print: (state: number, text: string) => (console.log(text), [null, state]),
    drain: async (state: number, { stream }: { stream: ReadableStream<string> }): Promise<[string[], number]> => [
      await Array.fromAsync(stream),
      state,
    ],
    countOf: async (state: number, pid: Pid, self): Promise<[number, number]> => [
      await Trouble.at(self, pid).call("count"),
      state,
    ],
    rights: async (state: number): Promise<[string[], number]> => {
      const granted: string[] = [];
      for (const name of ["read", "write", "net", "env", "run", "ffi", "sys", "import"] as const) {
        if ((await Deno.permissions.query({ name })).state === "granted") granted.push(name);
      }
      return [granted, state];
    },
  },
  casts: { add: (state: number, by: number) => state + by },
  terminate: (state, reason) => state > 0 && console.log(`ended with ${state}: ${reason}`),
});

function forever(): null {
  for (let i = 0;; i++) if (i < 0) return null;
}
