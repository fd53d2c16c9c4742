import type { ProcessInfo } from "@superlearner/otp";
import { pidNumber } from "../presenting/process_view.ts";

/** What processes can be sorted by. */
export const SORTS = ["pid", "name", "module", "memory", "message_queue_len", "reductions", "uptime_ms"] as const;

/** How processes are sorted. */
export interface Order {
  /** By what. */
  readonly sort: (typeof SORTS)[number];
  /** Upwards or downwards; ties always go by pid, upwards. */
  readonly direction: "asc" | "desc";
}

/** What of a process decides its place. */
export type Placed = Pick<
  ProcessInfo,
  "pid" | "name" | "module" | "memory" | "mailboxLength" | "handled" | "startedAt"
>;

/** Which of two processes comes first; never 0 for two different ones. */
export function compareProcesses(one: Placed, other: Placed, { sort, direction }: Order): number {
  const a = keyOf(one, sort);
  const b = keyOf(other, sort);
  const sign = direction === "asc" ? 1 : -1;
  if (a < b) return -sign;
  if (a > b) return sign;
  return pidNumber(one.pid) - pidNumber(other.pid);
}

function keyOf(process: Placed, sort: Order["sort"]): string | number {
  switch (sort) {
    case "pid":
      return pidNumber(process.pid);
    case "name":
      return process.name ?? "";
    case "module":
      return process.module;
    case "memory":
      return process.memory;
    case "message_queue_len":
      return process.mailboxLength;
    case "reductions":
      return process.handled;
    case "uptime_ms":
      return -process.startedAt;
  }
}
