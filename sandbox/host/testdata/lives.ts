import type { Life } from "../life.ts";

/** A life that has states and answers for them, and nothing else. */
export function lifeOf(states: Record<string, unknown>): { readonly life: Life; readonly states: typeof states } {
  const ask = ([kind, process, state]: readonly [string, string, unknown]): Promise<unknown> => {
    if (kind === "states") return Promise.resolve(Object.keys(states));
    if (kind === "state") return Promise.resolve(states[process]);
    states[process] = state;
    return Promise.resolve(undefined);
  };
  return { life: { ask } as unknown as Life, states };
}
