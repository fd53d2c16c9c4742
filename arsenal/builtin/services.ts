import { Redaction, type RedactOptions, type System } from "@superlearner/otp";
import type { Clock } from "../operations/host.ts";
import type { HealthThresholds } from "../presenting/health.ts";
import { EventFeed } from "./event_feed.ts";
import { TraceStore } from "./trace_store.ts";

/** Settings of the built-in operations. */
export interface ServiceOptions {
  /** Registered names of processes that are neither killed nor suspended, unless it is forced. @default {[]} */
  protect?: readonly string[];
  /**
   * Registered names without which the System is critical, above all those of its root supervisors: one that gives up leaves
   * nothing behind that would speak against health. @default {[]}
   */
  expected?: readonly string[];
  /** What is kept out of states, messages and reasons, beside the usual names and patterns. @default {{}} */
  redact?: RedactOptions;
  /** From where on a figure speaks against health. @default {{}} */
  thresholds?: HealthThresholds;
  /** Whether traffic should come, beside health: false while a program drains. @default always */
  isReady?: () => boolean;
  /** How many events a follower that was cut off can be given again. @default {2000} */
  eventBuffer?: number;
  /** For how long events are kept after the last follower has gone, in milliseconds. @default {30000} */
  eventLingerMs?: number;
  /** How often a silent stream shows that it is alive, in milliseconds. @default {15000} */
  heartbeatMs?: number;
}

/** What the built-in operations share. */
export interface Services {
  readonly system: System;
  readonly clock: Clock;
  readonly protect: ReadonlySet<string>;
  readonly expected: readonly string[];
  readonly redaction: Redaction;
  readonly thresholds: HealthThresholds;
  readonly isReady: () => boolean;
  readonly traces: TraceStore;
  readonly feed: EventFeed;
  readonly heartbeatMs: number;
  /** Where every path begins, for links in answers. */
  readonly basePath: string;
  /** The System time at which this was made. */
  readonly madeAt: number;
  /** Alarms that wait, to be cancelled in the end. */
  readonly alarms: Set<{ cancel(): void }>;
  /** Ends what is under way. */
  close(): void;
}

/** Makes what the built-in operations share. */
export function makeServices(options: ServiceOptions & { system: System; clock: Clock; basePath: string }): Services {
  const { system, clock, protect = [], expected = [], redact = {}, thresholds = {}, isReady = () => true } = options;
  const { eventBuffer = 2000, eventLingerMs = 30_000, heartbeatMs = 15_000 } = options;
  const redaction = new Redaction(redact);
  const traces = new TraceStore({ system, clock, redaction });
  const feed = new EventFeed({ system, clock, redaction, capacity: eventBuffer, lingerMs: eventLingerMs });
  const alarms = new Set<{ cancel(): void }>();
  const close = () => {
    traces.close();
    feed.close();
    for (const each of alarms) each.cancel();
    alarms.clear();
  };
  return {
    system,
    clock,
    protect: new Set(protect),
    expected,
    redaction,
    thresholds,
    isReady,
    traces,
    feed,
    heartbeatMs,
    basePath: options.basePath,
    madeAt: system.now(),
    alarms,
    close,
  };
}
