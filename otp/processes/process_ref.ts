import type { System } from "../system.ts";
import type { Pid } from "./pid.ts";

/** What every ref has, whatever it refers to: a server, a supervisor, a Registry. */
export interface ProcessRef {
  /** The process it means now; `undefined` for a name that nobody has, or a process that is dead. */
  readonly pid: Pid | undefined;
  /** Whether a process is alive behind it. */
  readonly alive: boolean;
  /** The System it belongs to. */
  readonly system: System;
  /** Prints as a pid or name. */
  toString(): string;
}
