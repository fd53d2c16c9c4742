import type { System } from "@superlearner/otp";
import { namedState, replaceNamedState, stateNames } from "../guest/named_states.ts";
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

/** The named servers and agents of a System, as `exportState` and `importState` want them. */
export function systemStates(system: System, options: SystemStatesOptions = {}): StateHolder {
  return {
    name: options.name ?? "system",
    stateNames: () => Promise.resolve(stateNames(system)),
    getState: (process) => namedState(system, process),
    replaceState: (process, state) => replaceNamedState(system, process, state),
  };
}
