import { listProcesses, sys, type System } from "@superlearner/otp";
import type { StateHolder } from "./exported_state.ts";

/** How {@linkcode systemStates} sees a System. */
export interface SystemStatesOptions {
  /**
   * What it is called.
   *
   * @default {"system"}
   */
  readonly name?: string;
}

/** The behaviours whose state is the user's own. */
const STATEFUL: ReadonlySet<string> = new Set(["GenServer", "Agent"]);

/** The named servers and agents of a System, as `exportState` and `importState` want them. */
export function systemStates(system: System, options: SystemStatesOptions = {}): StateHolder {
  return {
    name: options.name ?? "system",
    stateNames: () =>
      Promise.resolve(
        listProcesses(system).flatMap(({ name, behaviour }) =>
          name !== undefined && STATEFUL.has(behaviour) ? [name] : []
        ).sort(),
      ),
    getState: (process) => sys.awaitState(system, process),
    replaceState: async (process, state) => void await sys.replaceState(system, process, () => state),
  };
}
