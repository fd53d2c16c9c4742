import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid, Ref } from "../processes/pid.ts";

/** A process came to life. */
export interface ProcessStarted {
  /** Discriminant. */
  readonly type: "process.started";
  /** Who. */
  readonly pid: Pid;
  /** Who started it; `<0.0.0>` for code outside any process. */
  readonly parent: Pid;
  /** Its registered name, if it was started under one. */
  readonly name?: string;
  /** `"GenServer"`, `"Supervisor"`, `"spawn"`, … */
  readonly behaviour: string;
  /** The user's module or function. */
  readonly module: string;
}

/** Code of a process ran too long and was stopped; the process dies with `turn_limit`. */
export interface ProcessPreempted {
  /** Discriminant. */
  readonly type: "process.preempted";
  /** Whose code: of one that has its turn or that starts; a supervisor whose own start function is to blame goes on. */
  readonly pid: Pid;
  /** How long it had run, in milliseconds, as far as can be told: up to a few milliseconds less than that. */
  readonly ranMs: number;
  /** How long it may. */
  readonly maxTurnMs: number;
}

/** A process died. */
export interface ProcessExited {
  /** Discriminant. */
  readonly type: "process.exited";
  /** Who. */
  readonly pid: Pid;
  /** The name it had, if any; free from now on. */
  readonly name?: string;
  /** Why. */
  readonly reason: ExitReason;
  /** Whether the reason counts as a crash, not as an orderly end. */
  readonly crashed: boolean;
  /** How many messages it had handled. */
  readonly handled: number;
}

/** A name was given to a process, or taken back while it lives. */
export interface NameChanged {
  /** Discriminant. */
  readonly type: "name.registered" | "name.unregistered";
  /** Whose. */
  readonly pid: Pid;
  /** Which. */
  readonly name: string;
}

/** Two processes were linked or unlinked. */
export interface LinkChanged {
  /** Discriminant. */
  readonly type: "link.added" | "link.removed";
  /** One side. */
  readonly pid: Pid;
  /** The other. */
  readonly other: Pid;
}

/** A monitor was set or taken back. */
export interface MonitorChanged {
  /** Discriminant. */
  readonly type: "monitor.added" | "monitor.removed";
  /** Who watches. */
  readonly pid: Pid;
  /** Who is watched. */
  readonly other: Pid;
  /** The monitor's reference. */
  readonly ref: Ref;
}

/** A process was suspended, resumed, or had its state replaced from outside. */
export interface ProcessControlled {
  /** Discriminant. */
  readonly type: "process.suspended" | "process.resumed" | "state.replaced";
  /** Who. */
  readonly pid: Pid;
}

/** A process runs another definition from now on. */
export interface CodeChanged {
  /** Discriminant. */
  readonly type: "code.changed";
  /** Who. */
  readonly pid: Pid;
  /** The name of the new definition. */
  readonly module: string;
  /** The version of the new definition, where it has one. */
  readonly version?: string | number;
}

/** Tracing of a process began or ended. */
export interface TraceChanged {
  /** Discriminant. */
  readonly type: "trace.started" | "trace.stopped";
  /** Who is traced. */
  readonly pid: Pid;
}

/** A promise was rejected and nobody awaited it. */
export interface RejectionUnhandled {
  /** Discriminant. */
  readonly type: "rejection.unhandled";
  /** What it was rejected with, as plain data. */
  readonly reason: ExitReason;
}

/** A process has registered under a key of a Registry, or its entry is gone: taken back, or cleaned up after its death. */
export interface EntryChanged {
  /** Discriminant. */
  readonly type: "registry.registered" | "registry.unregistered";
  /** Whose entry. */
  readonly pid: Pid;
  /** The Registry. */
  readonly registry: Pid;
  /** The key. */
  readonly key: unknown;
  /** The value of the entry, not copied. */
  readonly value: unknown;
}

/** A process has joined a group, or is a member one time less: it left, or was found to be dead. */
export interface MembershipChanged {
  /** Discriminant. */
  readonly type: "group.joined" | "group.left";
  /** Who. */
  readonly pid: Pid;
  /** The scope. */
  readonly scope: Pid;
  /** The group. */
  readonly group: unknown;
}

/** A simulation has injected a fault. */
export interface FaultInjected {
  /** Discriminant. */
  readonly type: "fault.injected";
  /** Who gets the message, or whose turn it is; `<0.0.0>` where it is nobody's: a packet between Systems, the clock. */
  readonly pid: Pid;
  /** What. */
  readonly fault: "loss" | "delay" | "duplicate" | "reorder" | "partition" | "crash" | "slow" | "clock";
  /** Who sent the message, where that is known: a pid, or the name of a System. */
  readonly from?: string;
  /** To which System a packet was sent. */
  readonly to?: string;
  /** The kind of call or cast. */
  readonly kind?: string;
  /** How much, in milliseconds; a clock that is turned back has less than 0. */
  readonly ms?: number;
}
