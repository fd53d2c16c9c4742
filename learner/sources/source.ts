import type { MessageForm, Pid, ProcessInfo, Subscription, SystemEvent, TreeNode } from "@superlearner/otp";
import type { ForestPatch } from "./forest_patch.ts";
import type { LifecycleType } from "./lifecycle.ts";

/** An event that a source passes on: something lived, died, was restarted, held or overloaded. Messages are not among them. */
export type LifecycleEvent = Extract<SystemEvent, { readonly type: LifecycleType }>;

/**
 * Whether what a source shows is true now: `connecting` before the first snapshot, `live`, `stale` while it is cut off and
 * shows what it last knew, `closed` for good.
 */
export type ConnectionStatus = "connecting" | "live" | "stale" | "closed";

/** The state of the line to the System. */
export interface Connection {
  /** Whether what is shown is true now. */
  readonly status: ConnectionStatus;
  /** When something was last heard, in milliseconds since 1970; `undefined` before that. */
  readonly heardAt: number | undefined;
  /** When the next try to connect is due, in milliseconds since 1970; `undefined` where none is. */
  readonly retryAt: number | undefined;
  /** What went wrong, for people. */
  readonly problem: string | undefined;
}

/** What a source calls. Each is called after the source's own fields have changed. */
export interface SourceListener {
  /** The forest has changed; the patch says where. */
  forest?(forest: readonly TreeNode[], patch: ForestPatch): void;
  /** Something happened. In order, none left out unless `gap` says so. */
  event?(event: LifecycleEvent): void;
  /** Events may have been missed; the next forest is complete. */
  gap?(): void;
  /** The line changed. */
  connection?(connection: Connection): void;
}

/** A message as people see it. */
export interface ShownMessage {
  /** How it travelled. */
  readonly form: MessageForm;
  /** The kind of call or cast. */
  readonly kind: string | undefined;
  /** The message as text, shortened. */
  readonly text: string;
}

/** What can be known of one process, as data that crosses any wall. */
export interface Inspection {
  /** All plain facts. */
  readonly info: Omit<ProcessInfo, "currentMessage" | "exitReason">;
  /** The message it is handling, if it is. */
  readonly currentMessage: ShownMessage | undefined;
  /** Why it died, of one that crashed and is kept. */
  readonly exitReason: string | undefined;
  /** Its state as text, shortened. */
  readonly state: string;
}

/** How a process is killed. */
export interface KillOptions {
  /** Also where the source protects it, as a server does a root that nobody restarts. @default {false} */
  readonly force?: boolean;
}

/** Where a widget's data comes from: a System in this page, in the server, or elsewhere. */
export interface Source extends Disposable {
  /** The supervision trees, as last seen. Parts that have not changed stay the same objects. */
  readonly forest: readonly TreeNode[];
  /** The state of the line. */
  readonly connection: Connection;
  /** What has to be added to the time of an event to have milliseconds since 1970. */
  readonly clockOffset: number;
  /** Listens. What happened before is not repeated. */
  subscribe(listener: SourceListener): Subscription;
  /** What is known of a process; `undefined` if nothing is. */
  inspect(pid: Pid): Promise<Inspection | undefined>;
  /** Kills a process. @throws {Error} If it is not alive, or is protected. */
  kill(pid: Pid, options?: KillOptions): Promise<void>;
  /**
   * Stops a child and starts it again, by its supervisor. A child of a DynamicSupervisor is killed, which counts as a
   * restart there.
   *
   * @throws {Error} If there is no such place, or nobody would start it again.
   */
  restart(place: string): Promise<void>;
  /** Lets a process finish its message and then wait. @throws {Error} If it is not alive. */
  suspend(pid: Pid): Promise<void>;
  /** Lets a suspended process go on. @throws {Error} If it is not alive. */
  resume(pid: Pid): Promise<void>;
  /** Tells a server something that needs no more words. @throws {Error} If it is not alive, or has no such cast. */
  cast(pid: Pid, kind: string): Promise<void>;
}
