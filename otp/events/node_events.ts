import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";

/** Another node can be reached now. */
export interface NodeUp {
  /** Discriminant. */
  readonly type: "node.up";
  /** Its name. */
  readonly node: string;
  /** How it is reached: `"worker"`, `"process"`, or the name of a transport. */
  readonly kind: string;
}

/** Another node cannot be reached any more. Who had to do with its processes has been told `"noconnection"`. */
export interface NodeDown {
  /** Discriminant. */
  readonly type: "node.down";
  /** Its name. */
  readonly node: string;
  /** How it was reached. */
  readonly kind: string;
  /** Why: `"normal"` when one side closed it, `"silence"`, `"loss"` of a packet, `"bad_frame"` (of either side), or what the transport says. */
  readonly reason: ExitReason;
}

/** Something came in from another node that is no packet of the wire form, or breaks its rules; the connection is ended. */
export interface FrameRefused {
  /** Discriminant. */
  readonly type: "frame.refused";
  /** From whom. */
  readonly node: string;
  /** The rule that was broken. */
  readonly rule: string;
}

/**
 * A worker's thread goes on although it was ended: it is in a loop that nothing can stop. Its process is dead for all
 * others, but it keeps a core busy, and the program ends by `Deno.exit` only.
 */
export interface WorkerUnstoppable {
  /** Discriminant. */
  readonly type: "worker.unstoppable";
  /** The process that ran in it. */
  readonly pid: Pid;
  /** Its node. */
  readonly node: string;
  /** How long it was waited for, in milliseconds. */
  readonly waitedMs: number;
  /** How many there were in this System so far. */
  readonly unstoppable: number;
}

/** What another System has told of its processes is different; they are shown below a process of this one, see `graft`. */
export interface GraftChanged {
  /** Discriminant. */
  readonly type: "graft.changed";
  /** The process that they are shown below. */
  readonly pid: Pid;
  /** The name of the other System. */
  readonly node: string;
  /** How many processes it has. */
  readonly processes: number;
}

/**
 * Something that a package on top of the runtime tells of what it keeps in this System: a sandbox was reloaded. That package
 * says which topics there are, and what their data is.
 */
export interface Notice {
  /** Discriminant. */
  readonly type: "notice";
  /** What it is: `"sandbox.reloaded"`. */
  readonly topic: string;
  /** Whom it is about, by name. */
  readonly about: string;
  /** How it went: `"ok"`, `"failed"`, `"denied"`. */
  readonly result: string;
  /** What there is to say of it, for people; may be empty. */
  readonly detail: string;
  /** The process that it is about, where there is one. */
  readonly pid?: Pid;
  /** The same for programs: plain data. */
  readonly data?: { readonly [field: string]: unknown };
}

/** Figures of something that a package on top of the runtime keeps in this System, as it measures them now and then. */
export interface Measured {
  /** Discriminant. */
  readonly type: "measured";
  /** What is measured: `"sandbox"`. */
  readonly topic: string;
  /** Of whom, by name. */
  readonly about: string;
  /** The process that it is about, where there is one. */
  readonly pid?: Pid;
  /** The figures, each under its name with its unit: `heapBytes`, `cpuMs`. */
  readonly values: { readonly [name: string]: number };
}
