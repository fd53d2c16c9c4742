import { ArgumentError } from "@superlearner/otp";
import type { Isolation, SharedIsolation } from "../limits/limits.ts";
import { isNodeName } from "./node_name.ts";

const RULE = 'isolation is "worker", "process" or { shared: a name like that of a sandbox }';

/** Gives back where a sandbox is to live if there is such a place. @throws {ArgumentError} If not. */
export function checkIsolation(action: string, value: unknown): Isolation | SharedIsolation {
  if (value === "worker" || value === "process") return value;
  const shared = typeof value === "object" && value !== null ? value as Partial<SharedIsolation> : undefined;
  if (shared !== undefined && Object.keys(shared).length === 1 && isNodeName(shared.shared)) {
    return shared as SharedIsolation;
  }
  throw new ArgumentError(action, { rule: RULE, value });
}

/** Whether two mean the same place. */
export function isSameWall(one: Isolation | SharedIsolation, other: Isolation | SharedIsolation): boolean {
  return typeof one === "object" ? one.shared === sharedName(other) : one === other;
}

/** The name of the process that is shared; `undefined` where none is. */
export function sharedName(isolation: Isolation | SharedIsolation): string | undefined {
  return typeof isolation === "object" ? isolation.shared : undefined;
}
