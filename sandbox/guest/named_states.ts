import { listProcesses, sys, type System } from "@superlearner/otp";

/** The behaviours whose state is the user's own. */
const STATEFUL: ReadonlySet<string> = new Set(["GenServer", "Agent"]);

/** The names of the servers and agents of a System that have one, in order. */
export function stateNames(system: System): string[] {
  return listProcesses(system).flatMap(({ name, behaviour }) =>
    name !== undefined && STATEFUL.has(behaviour) ? [name] : []
  ).sort();
}

/** The state of one of them, between two messages, as it is. */
export function namedState(system: System, name: string): Promise<unknown> {
  return sys.awaitState(system, name);
}

/** Gives one of them another state, between two messages. */
export async function replaceNamedState(system: System, name: string, state: unknown): Promise<void> {
  await sys.replaceState(system, name, () => state);
}
