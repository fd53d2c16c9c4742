import { ArgumentError, System } from "@superlearner/otp";
import { namedState, replaceNamedState, stateNames } from "../guest/named_states.ts";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkTexts } from "../limits/check_values.ts";
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

/**
 * The named servers and agents of a System, as `exportState` and `importState` want them.
 *
 * @throws {ArgumentError} If it is no System, or an option is none.
 */
export function systemStates(system: System, options: SystemStatesOptions = {}): StateHolder {
  const action = "look at the states of a System";
  const { name = "system" } = checkKnownOptions(action, options, { name: true });
  checkTexts(action, { name });
  if (!(system instanceof System)) throw new ArgumentError(action, { rule: "system is a System", value: system });
  return {
    name,
    stateNames: () => Promise.resolve(stateNames(system)),
    getState: (process) => namedState(system, process),
    replaceState: (process, state) => replaceNamedState(system, process, state),
  };
}
