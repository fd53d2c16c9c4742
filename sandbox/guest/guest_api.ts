import type { Definition, Pid, System } from "@superlearner/otp";

/** Between which versions an exchange is, by their numbers. */
export interface GuestVersions {
  /** The one that runs. */
  readonly from: number;
  /** The one that takes its place. */
  readonly to: number;
}

/** What a start may bring: that on which the sandbox hangs, as its definition, as something that has its pid, or as that. */
export type GuestRoot = Definition<{ readonly pid: Pid | undefined }, []> | { readonly pid: Pid | undefined } | Pid;

/**
 * What the entry of a sandbox may export beside the functions that the host calls. A module says that it has that form by
 * `({ start, upgrade }) satisfies GuestEntry`.
 */
export interface GuestEntry {
  /** Begins all there is to begin, once the modules are evaluated. What it brings ends the sandbox when it ends. */
  readonly start?: (system: System) => GuestRoot | void | Promise<GuestRoot | void>;
  /** Begins what only the new version has, before that takes the place of the one that runs. */
  readonly upgrade?: (system: System, versions: GuestVersions) => void | Promise<void>;
}

const WHY = "Cannot use system here: it is the System of a sandbox, and is there inside of one alone";

const refuse = (): never => {
  throw new TypeError(WHY);
};

/**
 * The System of the sandbox: its processes, names and timers. The host sees its tree, supervises it and talks to it.
 *
 * Outside of a sandbox it is there to be imported, and throws a `TypeError` when it is used.
 */
export const system: System = new Proxy(Object.create(null) as System, {
  get: refuse,
  has: refuse,
  getPrototypeOf: refuse,
  ownKeys: refuse,
});
