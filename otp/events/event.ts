import type {
  FrameRefused,
  GraftChanged,
  Measured,
  NodeDown,
  NodeUp,
  Notice,
  WorkerUnstoppable,
} from "./node_events.ts";
import type {
  CodeChanged,
  EntryChanged,
  FaultInjected,
  LinkChanged,
  MembershipChanged,
  MonitorChanged,
  NameChanged,
  ProcessControlled,
  ProcessExited,
  ProcessPreempted,
  ProcessStarted,
  RejectionUnhandled,
  TraceChanged,
} from "./process_events.ts";
import type {
  ApplicationStarted,
  ApplicationStopped,
  ChildFailed,
  ChildRestarted,
  ChildStarted,
  ChildStopped,
  IntensityReached,
} from "./supervision_events.ts";
import type {
  MailboxDropped,
  MailboxOverloaded,
  MailboxRelieved,
  MessageHandled,
  MessageReceived,
  MessageReplied,
  MessageSent,
  MessageTaken,
  MessageUnhandled,
  StageDropped,
} from "./message_events.ts";

export type * from "./node_events.ts";
export type * from "./process_events.ts";
export type * from "./supervision_events.ts";
export type * from "./message_events.ts";

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
  | MessageTaken
  | MessageReplied
  | MessageHandled
  | MessageUnhandled
  | MailboxOverloaded
  | MailboxDropped
  | MailboxRelieved
  | StageDropped
  | ProcessControlled
  | ProcessPreempted
  | CodeChanged
  | TraceChanged
  | NodeUp
  | NodeDown
  | FrameRefused
  | WorkerUnstoppable
  | GraftChanged
  | Notice
  | Measured
  | RejectionUnhandled
  | FaultInjected
  | ApplicationStarted
  | ApplicationStopped
  | EntryChanged
  | MembershipChanged;

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
