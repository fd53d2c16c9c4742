import type { Self } from "@superlearner/otp";

/**
 * A handler that never comes back, on purpose, so that it is seen what becomes of it. Where nothing would stop it, it does
 * nothing: it would be the end of the page or of the program.
 */
export function spin<State>(state: State, _payload: undefined, self: Self): State {
  while (self.system.preemptive);
  return state;
}
