import type { StateHolder } from "../state/exported_state.ts";
import type { Life } from "./life.ts";

/** How long a server may take to tell or take a state, in milliseconds. */
const STATE_MS = 5000;

/** The states of the servers of a life that have names. */
export function lifeStates(name: string, life: Life | Promise<Life>): StateHolder {
  return {
    name,
    stateNames: async () => await (await life).stateNames(STATE_MS),
    getState: async (process) => await (await life).getState(process, STATE_MS),
    replaceState: async (process, state) => await (await life).putState(process, state, STATE_MS),
  };
}
