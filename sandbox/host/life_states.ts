import { SandboxError } from "../limits/sandbox_error.ts";
import type { StateHolder } from "../state/exported_state.ts";
import type { Life } from "./life.ts";

/** How long a server may take to tell or take a state, in milliseconds. */
const STATE_MS = 5000;

/** The states of the servers of a life that have names. */
export function lifeStates(name: string, life: Life | (() => Promise<Life>)): StateHolder {
  const ask = async (action: string, message: readonly [string, ...unknown[]]) => {
    const asked = typeof life === "function" ? await life() : life;
    return await asked.ask(message, { action: `${action} ${name}`, what: "its answer", timeoutMs: STATE_MS });
  };
  return {
    name,
    async stateNames() {
      const names = await ask("list the states of", ["states"]);
      if (Array.isArray(names) && names.every((each) => typeof each === "string")) return names;
      const failure = { kind: "protocol_violation", rule: "names are texts" } as const;
      throw new SandboxError(`list the states of ${name}`, failure);
    },
    getState: (process) => ask(`read the state of ${process} in`, ["state", process]),
    async replaceState(process, state) {
      await ask(`replace the state of ${process} in`, ["restate", process, state]);
    },
  };
}
