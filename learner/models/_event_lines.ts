import { formatReason, isNormalExit, type Pid } from "@superlearner/otp";
import type { LifecycleEvent } from "../sources/source.ts";
import type { HistoryEntry } from "./history_model.ts";

/** What a line of the history says of an event that needs nothing but itself. */
export interface EventLine {
  readonly kind: HistoryEntry["kind"];
  /** The process it is about. */
  readonly pid?: Pid;
  /** What who it is about is called, where that is not the name of a process. */
  readonly who?: string;
  readonly why: string;
  readonly crashed?: boolean;
}

/** What becomes of messages for which there is no room. */
const POLICIES = {
  reject: "senders are told",
  drop_newest: "new ones are dropped",
  drop_oldest: "the oldest are dropped",
} as const;

/** Puts an event into words; `undefined` for one that is told in another way, or that is not known here. */
export function eventLine(event: LifecycleEvent): EventLine | undefined {
  switch (event.type) {
    case "process.suspended":
      return { kind: "held", pid: event.pid, why: "suspended" };
    case "process.resumed":
      return { kind: "held", pid: event.pid, why: "resumed" };
    case "state.replaced":
      return { kind: "held", pid: event.pid, why: "state replaced" };
    case "code.changed": {
      const version = event.version === undefined ? "" : `, version ${event.version}`;
      return { kind: "changed", pid: event.pid, why: `runs ${event.module}${version} from now on` };
    }
    case "mailbox.overloaded": {
      const { pid, maxMailbox, overload } = event;
      return { kind: "overloaded", pid, why: `overloaded: ${maxMailbox} messages wait, ${POLICIES[overload]}` };
    }
    case "mailbox.relieved": {
      const { pid, dropped, durationMs } = event;
      return { kind: "relieved", pid, why: `relieved after ${(durationMs / 1000).toFixed(1)} s, ${dropped} lost` };
    }
    case "worker.unstoppable":
      return { kind: "stuck", pid: event.pid, why: "its worker cannot be stopped: a core stays busy", crashed: true };
    case "notice": {
      const { topic, about: who, detail, result, pid } = event;
      const words = topic.replaceAll(/[._]/g, " ");
      const why = detail === "" ? words : `${words}: ${detail}`;
      return {
        kind: noticeKind(topic, result),
        ...(pid === undefined ? {} : { pid }),
        who,
        why,
        crashed: result === "failed",
      };
    }
    case "application.started": {
      const { application: who, permanence } = event;
      return { kind: "began", who, why: `application started, ${permanence}` };
    }
    case "application.stopped": {
      const { application: who, reason } = event;
      const crashed = !isNormalExit(reason);
      return { kind: "ended", who, why: `application stopped: ${formatReason(reason)}`, crashed };
    }
    case "node.up":
      return isPlace(event.kind) ? undefined : { kind: "began", who: event.node, why: `node up, by ${event.kind}` };
    case "node.down": {
      const { node: who, kind, reason } = event;
      if (isPlace(kind)) return undefined;
      return { kind: "ended", who, why: `node down: ${formatReason(reason)}`, crashed: !isNormalExit(reason) };
    }
  }
}

/** What a notice looks like: a refusal is no success, and an end is no change. */
function noticeKind(topic: string, result: string): HistoryEntry["kind"] {
  if (result === "failed" || result === "denied") return result;
  return /[._](stopped|destroyed)$/.test(topic) ? "ended" : "changed";
}

/** A worker, subprocess or sandbox comes and goes with the one process it was opened for, whose line says it all. */
function isPlace(kind: string): boolean {
  return kind === "worker" || kind === "process" || kind === "sandbox";
}
