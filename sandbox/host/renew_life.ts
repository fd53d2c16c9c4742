import { silentLogger, System } from "@superlearner/otp";
import { exportState } from "../state/exported_state.ts";
import type { Life } from "./life.ts";
import { lifeStates } from "./life_states.ts";
import { handOver } from "./sandbox_states.ts";

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
  await handOver(lifeStates(name, await restart()), exported, { version });
}
