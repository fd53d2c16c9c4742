/** A server that writes down what it gets, for the tests of `sys`. */
import { GenServer } from "../../behaviours/gen_server.ts";
import type { ServerDefinition } from "../../behaviours/gen_server.ts";

const gates: PromiseWithResolvers<void>[] = [];

/** Lets the call `slow` that came last go on. */
export function openGate(): void {
  gates.at(-1)!.resolve();
}

/** Its calls. */
export type LogCalls = {
  readonly get: (log: string[]) => [string[], string[]];
  readonly add: (log: string[], text: string) => [number, string[]];
  readonly slow: (log: string[], text: string) => Promise<[number, string[]]>;
};

/** Its casts. */
export type LogCasts = { readonly add: (log: string[], text: string) => string[] };

/** The server. */
export const Log: ServerDefinition<string[], string[], LogCalls, LogCasts> = GenServer.define({
  name: "Log",
  init: (...first: string[]) => first,
  calls: {
    get: (log: string[]): [string[], string[]] => [log, log],
    add: (log: string[], text: string): [number, string[]] => [log.length, [...log, text]],
    slow: async (log: string[], text: string): Promise<[number, string[]]> => {
      gates.push(Promise.withResolvers<void>());
      await gates.at(-1)!.promise;
      return [log.length, [...log, text]];
    },
  },
  casts: { add: (log: string[], text: string) => [...log, text] },
  handleInfo: (log, message) => [...log, `info ${message}`],
});
