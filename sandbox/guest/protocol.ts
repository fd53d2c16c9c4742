/** What the host and the realm of a guest say to each other, once it is read: a list of these a turn. */

/** From the host. */
export type ToGuest =
  /** A packet of `@superlearner/otp/remote`. */
  | readonly ["frame", packet: unknown]
  /** Start what the entry brings, as soon as the modules are evaluated. */
  | readonly ["start"]
  /** Call a function of the entry. */
  | readonly ["run", id: number, name: string, args: unknown]
  /** Tell the supervision tree. */
  | readonly ["tree", id: number]
  /** Tell trees and processes, as many as go into one message; no answer where very much was said in the turn. */
  | readonly ["report", id: number]
  /** Put the version that was loaded beside the running one in its place. */
  | readonly ["upgrade", id: number, request: UpgradeRequest]
  /** The version that was loaded is given up. */
  | readonly ["discard", version: number]
  /** Tell the names of the processes that have a state. */
  | readonly ["states", id: number]
  /** Tell the state of one. */
  | readonly ["state", id: number, process: string]
  /** Give one another state. */
  | readonly ["restate", id: number, process: string, state: unknown]
  /** What became of a {@linkcode FromGuest} `use`. */
  | readonly ["used", id: number, value: unknown]
  | readonly ["refused", id: number, name: string, message: string];

/** From the guest, which may say anything: whoever reads it checks it. */
export type FromGuest =
  | readonly ["frame", packet: unknown]
  /** A line on the console. */
  | readonly ["line", level: string, text: string]
  /** The entry is evaluated. */
  | readonly ["loaded"]
  /** A version is evaluated and stands beside the one that runs; or it does not load. */
  | readonly ["beside", version: number]
  | readonly ["not_beside", version: number, message: string]
  /** It is up; with the process that everything hangs on, where there is one. */
  | readonly ["up", root: string | null]
  /** It does not load, or not start. */
  | readonly ["failed", message: string]
  /** Code outside any process threw, and nobody caught it. */
  | readonly ["crashed", message: string]
  /** The answer to `run`, `tree`, `report`, `upgrade`, `states`, `state` or `restate`. */
  | readonly ["done", id: number, value: unknown]
  | readonly ["threw", id: number, name: string, message: string]
  /** Asks for something that was granted. */
  | readonly ["use", id: number, capability: string, args: unknown]
  /** Asked for something that was not granted, and was refused. */
  | readonly ["denied", permission: string, target: string]
  | readonly ["import_denied", specifier: string, from: string]
  /** What it uses of what only its own System counts, and the highest number that this has given out. */
  | readonly ["usage", processes: number, mailbox: number, lastNumber: number]
  /** It wanted one handle more than may be, of so many, and was refused; told now and then. */
  | readonly ["full", used: number]
  /** It went over a limit that is seen from inside. */
  | readonly ["over", limit: string, used: number];

/** How a version takes the place of another. */
export interface UpgradeRequest {
  /** The version as it was loaded: the number of the load. */
  readonly version: number;
  /** The number of the version that runs, and that of the next, as migrations are told. */
  readonly from: number;
  readonly to: number;
  /** Whether it goes back to an earlier one. */
  readonly down: boolean;
  /** Whether the host makes the new states. */
  readonly asks: boolean;
  /** How long a server may wait for others, in milliseconds. */
  readonly pauseMs: number;
  /** How long all may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** What became of it. */
export type ReloadAnswer =
  | {
    readonly ok: true;
    /** The servers that were exchanged, each with a name. */
    readonly servers: readonly (readonly [pid: string, name: string])[];
    /** How long they waited, in milliseconds. */
    readonly pausedMs: number;
  }
  | { readonly ok: false; readonly phase: string; readonly pid: string; readonly message: string };

/** What a guest is told when it moves into its realm. */
export interface GuestConfig extends RealmConfig {
  /** The name of the sandbox, and of its System on the wire. */
  readonly name: string;
  /** One message over the wall, in characters. */
  readonly messageBytes: number;
  /** How many processes may live. */
  readonly processes: number;
  /** How many timers may wait. */
  readonly handles: number;
  /** Its pids have higher numbers: those up to this one were of its lives before. @default {0} */
  readonly numbersAfter?: number;
}

/** What of it a realm is made with. */
export interface RealmConfig {
  /** The seed of its chance; none for the machine's. */
  readonly seed?: number;
  /** 32 random bytes in hexadecimal, for `crypto`, where there is no seed. Put in where the realm is made. */
  readonly entropy?: string;
  /** The permissions of which anything was granted. */
  readonly granted: readonly string[];
  /** The variables of the environment that were granted; `null` is one that is not set. */
  readonly env: { readonly [name: string]: string | null };
  /** What of the machine was granted: values, and `null` for what is asked for each time. @default {{}} */
  readonly sys?: { readonly [kind: string]: unknown };
}
