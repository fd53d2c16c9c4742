import type { EventType, SystemEvent } from "../../events/event.ts";
import { Simulation } from "../../simulation/simulation.ts";
import { VirtualClock } from "../../simulation/virtual_clock.ts";
import { System } from "../../system.ts";
import type { ExitReason } from "../exit_reason.ts";
import { runtimeOf } from "../host.ts";
import { nextTask } from "../next_task.ts";
import type { Pid } from "../pid.ts";
import type { Receiver } from "../receive.ts";
import { silentLogger } from "../reporter.ts";

/** A System in virtual time, whoever decides the order of turns. */
export interface World {
  readonly system: System;
  /** Waits until nothing is left to do. */
  settle(): Promise<void>;
  /** Moves virtual time. */
  advance(ms: number): Promise<void>;
}

/** Runs a test under many seeds and under the scheduler that programs have; a failure says under which. */
export async function inWorlds(body: (world: World) => Promise<void>, seeds = 50): Promise<void> {
  for (let seed = 0; seed < seeds; seed++) {
    await using simulation = new Simulation({ seed });
    const { system } = simulation;
    const world = { system, settle: () => simulation.settle(), advance: (ms: number) => simulation.advance(ms) };
    await named(`seed ${seed}`, () => body(world));
  }
  const clock = new VirtualClock();
  await using system = new System({ clock, logger: silentLogger });
  const settle = () => settled(system);
  await named("FairScheduler", () => body({ system, settle, advance: (ms) => clock.advance(ms, settle) }));
}

/** Waits until no process of a System wants a turn. */
export async function settled(system: System): Promise<void> {
  const { processes } = runtimeOf(system);
  // Twice, since this may go on in the midst of what a turn brought about.
  for (let quiet = 0; quiet < 2; quiet++) {
    await nextTask();
    if ([...processes.values()].some((process) => process.queued)) quiet = -1;
  }
}

/** All that is in the mailbox of a process, taken out. */
export async function drain(me: Receiver): Promise<unknown[]> {
  const all: unknown[] = [];
  while (me.mailboxLength > 0) all.push(await me.receive());
  return all;
}

/** Collects events from now on. */
export function record(system: System, ...types: EventType[]): SystemEvent[] {
  const events: SystemEvent[] = [];
  system.events.subscribe((event) => events.push(event), types.length === 0 ? {} : { types });
  return events;
}

/** Collects who died of what, from now on. */
export function exitsOf(system: System): Map<Pid, ExitReason> {
  const exits = new Map<Pid, ExitReason>();
  system.events.subscribe((event) => {
    if (event.type === "process.exited") exits.set(event.pid, event.reason);
  });
  return exits;
}

/** The body of a process that does nothing until it is ended. */
export function idle(): Promise<never> {
  return new Promise(() => {});
}

async function named(name: string, body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    if (error instanceof Error) error.message = `Under ${name}: ${error.message}`;
    throw error;
  }
}
