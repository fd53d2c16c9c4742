import { listProcesses, sys, type System } from "@superlearner/otp";

/** The names of the servers and agents that have one: their state is the guest's own, and can be given back to a later life. */
export function stateNames(system: System): string[] {
  return listProcesses(system)
    .filter(({ behaviour, placement }) =>
      placement === undefined && (behaviour === "GenServer" || behaviour === "Agent")
    )
    .flatMap(({ name }) => name === undefined ? [] : [name])
    .sort();
}

/** The state of one, between two messages. */
export function getState(system: System, process: string): Promise<unknown> {
  return sys.awaitState(system, process);
}

/** Gives one another state, between two messages. */
export async function putState(system: System, process: string, state: unknown): Promise<void> {
  await sys.replaceState(system, process, () => state);
}
