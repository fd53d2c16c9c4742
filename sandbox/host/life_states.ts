import { SandboxError } from "../limits/sandbox_error.ts";
import type { StateHolder } from "../state/exported_state.ts";
import { checkProcess } from "./check_asked.ts";
import type { Life } from "./life.ts";

/** How long a server may take to tell or take a state, in milliseconds. */
const STATE_MS = 5000;

/** The states of the servers of a life that have names. */
export function lifeStates(name: string, life: Life | (() => Promise<Life>)): StateHolder {
  const ask = async (action: string, message: readonly [string, ...unknown[]]) => {
    const asked = typeof life === "function" ? await life() : life;
    return await asked.ask(message, { action: `${action} ${name}`, what: "its answer", timeoutMs: STATE_MS });
  };
  /** That nobody has the name is told by the guest's own System, as an error of its own. */
  const of = (process: string, asked: Promise<unknown>) =>
    asked.catch((error: unknown) => {
      const { action, failure } = error as Partial<SandboxError>;
      if (failure?.kind !== "crashed" || !failure.exit.startsWith("NoProcessError: ")) throw error;
      throw new SandboxError(action!, { kind: "not_found", what: `process ${process} in ${name}` });
    });
  return {
    name,
    async stateNames() {
      const names = await ask("list the states of", ["states"]);
      if (Array.isArray(names) && names.every((each) => typeof each === "string")) return names;
      const failure = { kind: "protocol_violation", rule: "names are texts" } as const;
      throw new SandboxError(`list the states of ${name}`, failure);
    },
    async getState(process) {
      checkProcess(`read a state in ${name}`, process);
      return await of(process, ask(`read the state of ${process} in`, ["state", process]));
    },
    async replaceState(process, state) {
      checkProcess(`replace a state in ${name}`, process);
      await of(process, ask(`replace the state of ${process} in`, ["restate", process, state]));
    },
  };
}
