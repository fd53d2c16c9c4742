import { silentLogger, System } from "@superlearner/otp";
import { exportState, importState } from "../state/exported_state.ts";
import type { Life } from "./life.ts";
import { lifeStates } from "./life_states.ts";

/** Tries whether a life starts: in a System of its own, which nobody sees. @throws {SandboxError} If it does not. */
export async function tryLife(begin: (system: System) => Life): Promise<void> {
  await using system = new System({ logger: silentLogger });
  const trial = begin(system);
  try {
    await trial.ready();
  } finally {
    await trial.close();
  }
}

/** How a life takes over from another one. */
export interface Succession {
  /** The name of the sandbox. */
  readonly name: string;
  /** The version that both run. */
  readonly version: number;
  /** Ends the one and begins the other. */
  readonly restart: () => Promise<Life>;
}

/** Begins another life in the place of one; the servers that both have by a name keep their state. */
export async function succeed(life: Life, { name, version, restart }: Succession): Promise<void> {
  const exported = await exportState(lifeStates(name, life), { version });
  const states = lifeStates(name, await restart());
  const there = new Set(await states.stateNames());
  const kept = Object.entries(exported.states).filter(([process]) => there.has(process));
  await importState(states, { ...exported, states: Object.fromEntries(kept) }, { version });
}
