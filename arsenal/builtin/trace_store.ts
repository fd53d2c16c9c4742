import type { Pid, Redaction, System } from "@superlearner/otp";
import type { Clock } from "../operations/host.ts";
import { type EndReason, RunningTrace, type TraceLimits } from "./running_trace.ts";

/** What a store is made of. */
export interface TraceStoreOptions {
  /** Where the traced processes live. */
  system: System;
  /** What the limits are measured by. */
  clock: Clock;
  /** What is kept out of the events. */
  redaction: Redaction;
}

/** How many traces may run at a time: each makes its process slower. */
const MOST_RUNNING = 20;
/** How many ended traces stay readable. */
const MOST_KEPT = 50;

/** All traces, running and ended, oldest first. */
export class TraceStore {
  readonly #options: TraceStoreOptions;
  readonly #traces = new Map<string, RunningTrace>();
  #made = 0;

  /** Makes an empty store. */
  constructor(options: TraceStoreOptions) {
    this.#options = options;
  }

  /** Starts a trace of a living process; `undefined` if too many run already. */
  start(pid: Pid, limits: TraceLimits): RunningTrace | undefined {
    if (this.list().filter(({ ended }) => ended === undefined).length >= MOST_RUNNING) return undefined;
    const trace = new RunningTrace(pid, { ...this.#options, id: `trace-${++this.#made}`, limits });
    this.#traces.set(trace.id, trace);
    this.#forget();
    return trace;
  }

  /** The newest trace of a process, or the one of an id. */
  find(pid: Pid, id?: string): RunningTrace | undefined {
    const mine = this.list().filter((each) => each.pid === pid);
    return id === undefined ? mine.at(-1) : mine.find((each) => each.id === id);
  }

  /** All traces, oldest first. */
  list(): RunningTrace[] {
    return [...this.#traces.values()];
  }

  /** Ends all. */
  close(reason: EndReason = "closed"): void {
    for (const each of this.#traces.values()) each.end(reason);
  }

  #forget(): void {
    const ended = this.list().filter((each) => each.ended !== undefined);
    for (const { id } of ended.slice(0, Math.max(0, ended.length - MOST_KEPT))) this.#traces.delete(id);
  }
}
