import { nameText, type ProcessName } from "../processes/via.ts";
import { type DebugEvent, debugOf, dropIdleDebug, type Observer } from "../processes/debug.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Host } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import type { Process } from "../processes/process.ts";
import { livingProcess } from "./sys_request.ts";

/** What a process has done since its statistics were switched on. */
export interface Statistics {
  /** Since when, in System time: milliseconds. */
  readonly startedAt: number;
  /** Until when: now. */
  readonly now: number;
  /** Messages it took. */
  readonly messagesIn: number;
  /** Messages it sent, replies included. */
  readonly messagesOut: number;
  /** Erlang's measure of work; here messages taken, since JavaScript counts no function calls. */
  readonly reductions: number;
  /** For how long its code ran, in milliseconds: estimated from timed samples. */
  readonly busyMs: number;
}

/** How statistics are switched. */
export type StatisticsControl = "on" | "off";

/** Asks for the figures. */
export type StatisticsReading = "get";

/** Counts what a process sends; what it takes is counted anyway. */
export class Counter implements Observer {
  readonly #process: Process;
  readonly #startedAt: number;
  readonly #handled: number;
  readonly #busyMs: number;
  #out = 0;

  constructor(process: Process) {
    this.#process = process;
    this.#startedAt = process.runtime.clock.now();
    this.#handled = process.handled;
    this.#busyMs = process.busyMs;
  }

  tell({ type }: DebugEvent): void {
    if (type === "out" || type === "reply") this.#out++;
  }

  get statistics(): Statistics {
    const { handled, busyMs, runtime } = this.#process;
    const messagesIn = handled - this.#handled;
    return {
      startedAt: this.#startedAt,
      now: runtime.clock.now(),
      messagesIn,
      messagesOut: this.#out,
      reductions: messagesIn,
      busyMs: busyMs - this.#busyMs,
    };
  }
}

/** The figures since statistics were switched on. */
export function statistics(host: Host, to: Pid | ProcessName, how: StatisticsReading): Statistics | "no_statistics";
/** Switches statistics on or off. */
export function statistics(host: Host, to: Pid | ProcessName, how: StatisticsControl): void;
export function statistics(
  host: Host,
  to: Pid | ProcessName,
  how: StatisticsControl | StatisticsReading,
): Statistics | "no_statistics" | void {
  const process = livingProcess(host, { to, action: "count the messages of" });
  const running = process.debug?.observers.get(Counter) as Counter | undefined;
  switch (how) {
    case "get":
      return running?.statistics ?? "no_statistics";
    case "on":
      if (running === undefined) debugOf(process).observers.set(Counter, new Counter(process));
      return;
    case "off":
      process.debug?.observers.delete(Counter);
      return dropIdleDebug(process);
  }
  throw new ArgumentError(`count the messages of ${nameText(to)}`, { rule: 'it is "on", "off" or "get"', value: how });
}
