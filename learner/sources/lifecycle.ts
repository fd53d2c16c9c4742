import type { EventType } from "@superlearner/otp";

/** The kinds of events that a source passes on. */
export type LifecycleType = Extract<
  EventType,
  | `process.${string}`
  | `name.${string}`
  | `child.${string}`
  | `supervisor.${string}`
  | `application.${string}`
  | `node.${string}`
  | "state.replaced"
  | "code.changed"
  | "mailbox.overloaded"
  | "mailbox.relieved"
  | "worker.unstoppable"
  | "graft.changed"
  | "notice"
>;

/** The kinds of events that a source passes on: few enough that none is ever dropped. */
export const LIFECYCLE: readonly LifecycleType[] = [
  "process.started",
  "process.exited",
  "process.suspended",
  "process.resumed",
  "process.preempted",
  "name.registered",
  "name.unregistered",
  "child.started",
  "child.restarted",
  "child.stopped",
  "child.failed",
  "supervisor.gave_up",
  "state.replaced",
  "code.changed",
  "mailbox.overloaded",
  "mailbox.relieved",
  "application.started",
  "application.stopped",
  "node.up",
  "node.down",
  "worker.unstoppable",
  "graft.changed",
  "notice",
];
