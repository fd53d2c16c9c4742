import { ArgumentError, System } from "@superlearner/otp";
import type { AuditLog } from "../audit/audit_log.ts";
import { checkKnownOptions } from "../limits/check_options.ts";
import { profileOf } from "../limits/profiles.ts";
import type { SandboxHostOptions, SandboxPoolOptions } from "./sandbox_host.ts";

const ACTION = "make a host";
/** So many walls wait at most: each is a thread or a process. */
const MOST_WARM = 64;

const KNOWN: Readonly<Record<keyof SandboxHostOptions, true>> = { system: true, audit: true, pool: true };
const KNOWN_OF_POOL: Readonly<Record<keyof SandboxPoolOptions, true>> = { warm: true, isolation: true, profile: true };

/** Gives the options of a host back if they have the right form. @throws {ArgumentError} If not. */
export function checkHostOptions(options: SandboxHostOptions): SandboxHostOptions {
  const { system, audit, pool } = checkKnownOptions(ACTION, options, KNOWN);
  if (!(system instanceof System)) refuse("system is a System", system);
  const { record } = (audit ?? {}) as Partial<AuditLog>;
  if (audit !== undefined && typeof record !== "function") refuse("audit is an AuditLog", audit);
  if (pool !== undefined) checkPool(pool);
  return options;
}

function checkPool(pool: SandboxPoolOptions): void {
  const { warm, isolation = "worker", profile = "strict" } = checkKnownOptions(
    "make the pool of a host",
    pool,
    KNOWN_OF_POOL,
  );
  if (!Number.isInteger(warm) || warm < 0 || warm > MOST_WARM) {
    refuse(`pool.warm is a whole number from 0 to ${MOST_WARM}`, warm);
  }
  if (isolation !== "worker" && isolation !== "process") refuse('pool.isolation is "worker" or "process"', isolation);
  profileOf(profile);
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError(ACTION, { rule, value });
}
