import { type Pid, type Redaction, type Subscription, sys, type System, type Trace } from "@superlearner/otp";
import type { Alarm, Clock } from "../operations/host.ts";
import { type EventRow, eventRow } from "../presenting/event_view.ts";
import { Journal } from "./journal.ts";

/** Where a trace ends by itself; whichever comes first. */
export interface TraceLimits {
  /** So many events. */
  maxEvents: number;
  /** So long, in milliseconds. */
  durationMs: number;
  /** So many bytes of JSON. */
  maxBytes: number;
}

/** Why a trace ended. */
export type EndReason = "max_events" | "max_bytes" | "duration" | "stopped" | "process_exited" | "closed";

/** What a trace is made of. */
export interface TraceOptions {
  /** Its name. */
  id: string;
  /** Where the process lives. */
  system: System;
  /** What the limits are measured by. */
  clock: Clock;
  /** What is kept out of the events. */
  redaction: Redaction;
  /** Where it ends by itself. */
  limits: TraceLimits;
}

/** The events of one process for a while. Ends by itself, and leaves nothing behind in the System. */
export class RunningTrace {
  /** Its name. */
  readonly id: string;
  /** Who is traced. */
  readonly pid: Pid;
  /** Where it ends by itself. */
  readonly limits: TraceLimits;
  /** When it began, in milliseconds since 1970. */
  readonly startedAt: number;
  /** The events so far. */
  readonly journal: Journal<EventRow>;
  readonly #system: System;
  readonly #redaction: Redaction;
  readonly #trace: Trace;
  readonly #subscription: Subscription;
  readonly #alarm: Alarm;
  #bytes = 0;
  #ended: { readonly reason: EndReason; readonly at: number } | undefined;

  /** Begins to trace. @throws {NoProcessError} If nobody is alive under the pid. */
  constructor(pid: Pid, { id, system, clock, redaction, limits }: TraceOptions) {
    this.id = id;
    this.pid = pid;
    this.limits = limits;
    this.startedAt = system.wallTime();
    this.journal = new Journal(limits.maxEvents);
    this.#system = system;
    this.#redaction = redaction;
    this.#trace = sys.trace(system, pid);
    this.#subscription = system.events.subscribe((event) => this.#add(eventRow(event, this.#redaction)), { pid });
    this.#alarm = clock.setAlarm(clock.now() + limits.durationMs, () => this.end("duration"));
  }

  /** Why and when it ended, in milliseconds since 1970; `undefined` while it runs. */
  get ended(): { readonly reason: EndReason; readonly at: number } | undefined {
    return this.#ended;
  }

  /** How many bytes of JSON the events come to. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Ends it; again does nothing. */
  end(reason: EndReason): void {
    if (this.#ended !== undefined) return;
    this.#ended = { reason, at: this.#system.wallTime() };
    // First the listener, so that the end of the trace is no event of the trace.
    this.#subscription.unsubscribe();
    this.#alarm.cancel();
    this.#trace.stop();
    this.journal.end();
  }

  #add(row: EventRow): void {
    // Tracing is not part of what the process does.
    if (row.type === "trace.started" || row.type === "trace.stopped") return;
    this.#bytes += JSON.stringify(row).length;
    this.journal.write(row);
    if (row.type === "process.exited") this.end("process_exited");
    else if (this.journal.size >= this.limits.maxEvents) this.end("max_events");
    else if (this.#bytes >= this.limits.maxBytes) this.end("max_bytes");
  }
}
