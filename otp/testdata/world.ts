/** What the tests of servers and supervisors share: worlds in every order of turns, and ways to look at what happened. */
import type { EventType, SystemEvent } from "../events/event.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { MessagePolicy } from "../processes/message_policy.ts";
import { runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { Receiver } from "../processes/receive.ts";
import { type Logger, silentLogger } from "../processes/reporter.ts";
import { Simulation } from "../simulation/simulation.ts";
import { VirtualClock } from "../simulation/virtual_clock.ts";
import { System } from "../system.ts";

/** A System in virtual time, whatever its scheduler. */
export interface World {
  readonly system: System;
  /** Lets everything finish that can without time passing. */
  settle(): Promise<void>;
  /** Lets time pass. */
  advance(ms: number): Promise<void>;
}

/** Runs a test first come first served, in as many seeded orders, and with the default scheduler. */
export async function everyOrder(body: (world: World) => Promise<void>, seeds = 50): Promise<void> {
  for (let seed = -1; seed < seeds; seed++) {
    await using simulation = new Simulation({ seed, fifo: seed < 0 });
    try {
      await body({
        system: simulation.system,
        settle: () => simulation.settle(),
        advance: (ms) => simulation.advance(ms),
      });
    } catch (error) {
      throw new Error(`Under seed ${seed}`, { cause: error });
    }
  }
  await fairly(body);
}

/** Runs a test with the default scheduler, in virtual time. */
export async function fairly(body: (world: World) => Promise<void>, messages: MessagePolicy = "share"): Promise<void> {
  const clock = new VirtualClock();
  await using system = new System({ clock, logger: silentLogger, messages });
  const settle = () => quiet(system);
  await body({ system, settle, advance: (ms) => clock.advance(ms, settle).then(settle) });
}

/**
 * Waits until no process of these Systems wants a turn. On a slow machine a slice may be over before the work is; and this
 * may go on in the midst of what a turn brought about, so it looks three times.
 */
export async function quiet(...systems: System[]): Promise<void> {
  const busy = () => systems.some((system) => [...runtimeOf(system).processes.values()].some(({ queued }) => queued));
  for (let looks = 0; looks < 3; looks++) {
    await nextTask();
    if (busy()) looks = -1;
  }
}

/** Lets every microtask run. */
export function nextTask(): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port1.onmessage = () => {
      port1.close();
      port2.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

/** How a promise stands, to be looked at without waiting for it. */
export interface Fate<Value> {
  state: "pending" | "fulfilled" | "rejected";
  value?: Value;
  error?: unknown;
}

/** Follows a promise. */
export function fateOf<Value>(promise: Promise<Value>): Fate<Value> {
  const fate: Fate<Value> = { state: "pending" };
  promise.then(
    (value) => Object.assign(fate, { state: "fulfilled", value }),
    (error) => Object.assign(fate, { state: "rejected", error }),
  );
  return fate;
}

/** The reason that an error of ours carries. */
export function reasonIn(error: unknown): ExitReason {
  return (error as { reason: ExitReason }).reason;
}

/** Writes down the events of some types as they come. */
export function eventsOf(system: System, ...types: EventType[]): SystemEvent[] {
  const seen: SystemEvent[] = [];
  system.events.subscribe((event) => void seen.push(event), types.length === 0 ? {} : { types });
  return seen;
}

/** The reasons processes died with, by pid. */
export function deathsOf(system: System): Map<Pid, ExitReason> {
  const deaths = new Map<Pid, ExitReason>();
  system.events.subscribe((event) => void (event.type === "process.exited" && deaths.set(event.pid, event.reason)));
  return deaths;
}

/** Keeps crash reports and warnings. */
export function notebook(): Logger & {
  readonly crashes: Parameters<Logger["crash"]>[0][];
  readonly warnings: string[];
} {
  const crashes: Parameters<Logger["crash"]>[0][] = [];
  const warnings: string[] = [];
  return { crashes, warnings, crash: (report) => void crashes.push(report), warn: (text) => void warnings.push(text) };
}

/** Every message that waits for a process from outside, oldest first. */
export async function mailOf(me: Receiver): Promise<unknown[]> {
  const all: unknown[] = [];
  while (me.mailboxLength > 0) all.push(await me.receive());
  return all;
}
