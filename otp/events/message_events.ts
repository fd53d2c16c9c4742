import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";

/** How a message travelled: plain, as a GenServer cast or call, or as a signal turned into a message. */
export type MessageForm = "info" | "cast" | "call" | "exit";

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
  /** The message or payload itself, not copied; where the process has a `formatStatus`, what that shows of it. */
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
  /** The message or payload itself, not copied; where the process has a `formatStatus`, what that shows of it. */
  readonly message: unknown;
}

/** A traced process begins to handle a message; what follows up to `message.handled` is what it does with it. */
export interface MessageTaken {
  /** Discriminant. */
  readonly type: "message.taken";
  /** Who. */
  readonly pid: Pid;
  /** Who calls, where that is a process. */
  readonly from?: Pid;
  /** How it had travelled. */
  readonly form: MessageForm;
  /** The kind of call or cast. */
  readonly kind?: string;
  /** The message or payload itself, not copied; where the process has a `formatStatus`, what that shows of it. */
  readonly message: unknown;
}

/** A traced process answered a call. */
export interface MessageReplied {
  /** Discriminant. */
  readonly type: "message.replied";
  /** Who answered. */
  readonly pid: Pid;
  /** Who had called, where that is a process. */
  readonly to?: Pid;
  /** The kind of call. */
  readonly kind: string;
  /** The answer itself, not copied; where the process has a `formatStatus`, what that shows of it. */
  readonly reply: unknown;
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
  /** The state it has now, of a server that did not fail; as its `formatStatus` shows it. */
  readonly state?: unknown;
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

/** A mailbox was full for the first time since it had room; messages are dropped or rejected from now on. */
export interface MailboxOverloaded {
  /** Discriminant. */
  readonly type: "mailbox.overloaded";
  /** Whose. */
  readonly pid: Pid;
  /** How many messages may wait there. */
  readonly maxMailbox: number;
  /** What happens to those for which there is no room. */
  readonly overload: "reject" | "drop_newest" | "drop_oldest";
}

/** An overloaded process has lost messages; told at most once a second, and when it dies, however many. */
export interface MailboxDropped {
  /** Discriminant. */
  readonly type: "mailbox.dropped";
  /** Whose. */
  readonly pid: Pid;
  /** How many were dropped or rejected since it was last told. */
  readonly count: number;
  /** How many were since the process was started. */
  readonly total: number;
}

/** An overload is over: for a second nothing was dropped, and the mailbox is at most half full. */
export interface MailboxRelieved {
  /** Discriminant. */
  readonly type: "mailbox.relieved";
  /** Whose. */
  readonly pid: Pid;
  /** How many messages the overload has cost. */
  readonly dropped: number;
  /** How long it has taken, in milliseconds. */
  readonly durationMs: number;
}

/** A stage had no room for events that nobody had asked for; told at most once a second, however many. */
export interface StageDropped {
  /** Discriminant. */
  readonly type: "stage.dropped";
  /** Which stage. */
  readonly pid: Pid;
  /** How many events were thrown away since it was last told. */
  readonly count: number;
  /** How many were since the stage was started. */
  readonly total: number;
  /** Which events its buffer keeps. */
  readonly kept: "first" | "last";
}
