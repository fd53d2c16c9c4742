import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid, Ref } from "../processes/pid.ts";

/** How a message travelled: plain, as a GenServer cast or call, or as a signal turned into a message. */
export type MessageForm = "info" | "cast" | "call" | "exit";

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

/** A supervisor started a child, for the first time or on request. */
export interface ChildStarted {
  /** Discriminant. */
  readonly type: "child.started";
  /** The supervisor. */
  readonly pid: Pid;
  /** The child's id in its supervisor; a DynamicSupervisor's child is known by its name, or by number: `#3`. */
  readonly child: string;
  /** The child's process; `undefined` when its `init` said ignore. */
  readonly childPid: Pid | undefined;
}

/** A supervisor restarted a child, because that child or a sibling died. */
export interface ChildRestarted {
  /** Discriminant. */
  readonly type: "child.restarted";
  /** The supervisor. */
  readonly pid: Pid;
  /** The child's id. */
  readonly child: string;
  /** Who it was before. */
  readonly oldPid: Pid | undefined;
  /** Who it is now. */
  readonly childPid: Pid | undefined;
  /** How often this child has been restarted so far. */
  readonly restarts: number;
  /** Why a restart was needed. */
  readonly reason: ExitReason;
  /** The child that died; another one than `child` under `one_for_all` and `rest_for_one`. */
  readonly cause: string;
}

/** A child ended and stays down: terminated on request, not to be restarted, or deleted. */
export interface ChildStopped {
  /** Discriminant. */
  readonly type: "child.stopped";
  /** The supervisor. */
  readonly pid: Pid;
  /** The child's id. */
  readonly child: string;
  /** Who it was; `undefined` if it had no process. */
  readonly childPid: Pid | undefined;
  /** Why. */
  readonly reason: ExitReason;
  /** Whether its specification was removed as well. */
  readonly removed: boolean;
}

/** A restart failed; the supervisor will try again. */
export interface ChildFailed {
  /** Discriminant. */
  readonly type: "child.failed";
  /** The supervisor. */
  readonly pid: Pid;
  /** The child's id. */
  readonly child: string;
  /** What its start gave. */
  readonly reason: ExitReason;
}

/** More restarts within the window than allowed: the supervisor stops its children and dies with `shutdown`. */
export interface IntensityReached {
  /** Discriminant. */
  readonly type: "supervisor.gave_up";
  /** The supervisor. */
  readonly pid: Pid;
  /** The child whose death was one too many. */
  readonly child: string;
  /** Restarts allowed. */
  readonly maxRestarts: number;
  /** Within how many seconds. */
  readonly maxSeconds: number;
}

/** A traced process got a message into its mailbox. */
export interface MessageReceived {
  /** Discriminant. */
  readonly type: "message.received";
  /** Who got it. */
  readonly pid: Pid;
  /** Who sent it, where that is known. */
  readonly from?: Pid;
  /** How it travelled. */
  readonly form: MessageForm;
  /** The kind of call or cast. */
  readonly kind?: string;
  /** The message or payload itself, not copied. */
  readonly message: unknown;
  /** Messages waiting, this one included. */
  readonly mailbox: number;
}

/** A traced process sent a message. */
export interface MessageSent {
  /** Discriminant. */
  readonly type: "message.sent";
  /** Who sent it. */
  readonly pid: Pid;
  /** To whom. */
  readonly to: Pid;
  /** How it travels. */
  readonly form: MessageForm;
  /** The kind of call or cast. */
  readonly kind?: string;
  /** The message or payload itself, not copied. */
  readonly message: unknown;
}

/** A traced process is done with a message. */
export interface MessageHandled {
  /** Discriminant. */
  readonly type: "message.handled";
  /** Who. */
  readonly pid: Pid;
  /** How it had travelled. */
  readonly form: MessageForm;
  /** The kind of call or cast. */
  readonly kind?: string;
  /** How long the handler took, awaits included, in milliseconds. */
  readonly durationMs: number;
  /** What the handler threw, if it failed. */
  readonly failed?: ExitReason;
}

/** A message came that nothing handles; it was dropped. */
export interface MessageUnhandled {
  /** Discriminant. */
  readonly type: "message.unhandled";
  /** Who got it. */
  readonly pid: Pid;
  /** What. */
  readonly message: unknown;
}

/** A process was suspended, resumed, or had its state replaced from outside. */
export interface ProcessControlled {
  /** Discriminant. */
  readonly type: "process.suspended" | "process.resumed" | "state.replaced";
  /** Who. */
  readonly pid: Pid;
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

/** What happened, without when. */
export type EventBody =
  | ProcessStarted
  | ProcessExited
  | NameChanged
  | LinkChanged
  | MonitorChanged
  | ChildStarted
  | ChildRestarted
  | ChildStopped
  | ChildFailed
  | IntensityReached
  | MessageReceived
  | MessageSent
  | MessageHandled
  | MessageUnhandled
  | ProcessControlled
  | ProcessPreempted
  | TraceChanged
  | RejectionUnhandled;

/** When it happened, and where in the order of all that happened. */
export interface EventStamp {
  /** Position in the System's stream, rising by one; counts only while somebody listens. */
  readonly sequence: number;
  /** System time in milliseconds. */
  readonly time: number;
}

/** Anything that happens in a System. The `type` tells what; narrow on it. */
export type SystemEvent = EventBody & EventStamp;

/** The name of a kind of event, like `"process.exited"`. */
export type EventType = EventBody["type"];
