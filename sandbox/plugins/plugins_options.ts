import { ArgumentError, type Clock, RealClock } from "@superlearner/otp";
import type { AuditEntry } from "../audit/audit_record.ts";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkClock, checkDoes } from "../limits/check_values.ts";
import { checkHostAccess } from "../permissions/check_granted.ts";
import { denoHost, type HostAccess } from "../permissions/host_access.ts";
import type { PluginSandboxes } from "./plugin_sandbox.ts";

/** How {@linkcode Plugins} keeps plugins. */
export interface PluginsOptions {
  /** What makes their sandboxes. */
  readonly sandboxes: PluginSandboxes;
  /**
   * Takes down who installed what, what was refused, and what was switched off.
   *
   * @default {nobody}
   */
  readonly audit?: { record(entry: AuditEntry): unknown };
  /**
   * How many calls of a plugin may fail in a row; then it is asked no more until it is switched on again or updated.
   *
   * @default {5}
   */
  readonly maxFailures?: number;
  /**
   * How long calls that are under way may take to end when their plugin is updated or removed, in milliseconds.
   *
   * @default {5000}
   */
  readonly drainMs?: number;
  /**
   * Whose permissions are the most that can be granted.
   *
   * @default {this program}
   */
  readonly host?: HostAccess;
  /**
   * Where time comes from.
   *
   * @default {the machine's}
   */
  readonly clock?: Clock;
}

/** The options with their defaults. */
export type WholePluginsOptions = Required<Omit<PluginsOptions, "audit">> & Pick<PluginsOptions, "audit">;

const ACTION = "keep plugins";
const KNOWN: Readonly<Record<keyof PluginsOptions, true>> = {
  sandboxes: true,
  audit: true,
  maxFailures: true,
  drainMs: true,
  host: true,
  clock: true,
};

/**
 * Gives options back with their defaults.
 *
 * @throws {ArgumentError} If one is not right.
 */
export function wholeOptions(options: PluginsOptions): WholePluginsOptions {
  const { sandboxes, audit, maxFailures = 5, drainMs = 5_000, host = denoHost, clock = new RealClock() } =
    checkKnownOptions(ACTION, options, KNOWN);
  for (const [name, value] of Object.entries({ maxFailures, drainMs })) {
    if (Number.isSafeInteger(value) && value >= 1) continue;
    throw new ArgumentError(ACTION, { rule: `${name} is a whole number from 1 up`, value });
  }
  if (typeof sandboxes?.create !== "function") {
    throw new ArgumentError(ACTION, { rule: "sandboxes makes sandboxes", value: sandboxes });
  }
  checkDoes(ACTION, { audit }, "an AuditLog", "record");
  checkHostAccess(ACTION, host);
  checkClock(ACTION, clock);
  return { sandboxes, maxFailures, drainMs, host, clock, ...(audit && { audit }) };
}
