import type { GuestConfig } from "../guest/protocol.ts";
import type { Limits } from "../limits/limits.ts";
import type { GrantedPermissions } from "../permissions/granting.ts";
import { sysValues } from "./sys_values.ts";

/** Who is told what it may. */
export interface GuestConfigOptions {
  /** Its name. */
  readonly name: string;
  /** What it may use. */
  readonly limits: Limits;
  /** What was granted to it. */
  readonly granted: GrantedPermissions;
  /** The variables that were, and are set. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its chance begins; none, and it is nobody's to know. */
  readonly seed: number | undefined;
  /** The highest number in pids of its lives before. */
  readonly numbersAfter: number;
}

/** What of that the host does when it is asked. */
const ASKED = ["read", "write", "net", "run", "ffi"] as const;

/** What a guest is told of itself when it moves in. */
export function guestConfig(
  { name, limits, granted, env, seed, numbersAfter }: GuestConfigOptions,
): GuestConfig {
  const { messageBytes, processes, handles } = limits;
  const isAll = granted.env === "all";
  const unset = isAll ? [] : (granted.env as readonly string[]).map((each) => [each, null] as const);
  return {
    name,
    messageBytes,
    processes,
    handles,
    numbersAfter,
    granted: [...ASKED.filter((each) => granted[each].length > 0), ...(isAll ? ["env"] : [])],
    env: { ...Object.fromEntries(unset), ...env },
    sys: sysValues(granted.sys),
    ...(seed === undefined ? {} : { seed }),
  };
}
