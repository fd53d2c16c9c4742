import type { AuditEntry } from "../audit/audit_record.ts";
import { HOST_ACTOR } from "./acting.ts";
import type { SandboxResult, SandboxTopic, SandboxTopics } from "./sandbox_events.ts";

/** What each thing that happens to a sandbox is called in an audit log. */
const WHATS: { readonly [Topic in Exclude<SandboxTopic, "sandbox.denied">]: string } = {
  "sandbox.created": "sandbox.create",
  "sandbox.started": "sandbox.start",
  "sandbox.restarted": "sandbox.restart",
  "sandbox.reloaded": "sandbox.reload",
  "sandbox.reload_failed": "sandbox.reload",
  "sandbox.rolled_back": "sandbox.rollback",
  "sandbox.rollback_failed": "sandbox.rollback",
  "sandbox.renewed": "sandbox.renew",
  "sandbox.renew_failed": "sandbox.renew",
  "sandbox.limit": "sandbox.limit",
  "sandbox.failed": "sandbox.fail",
  "sandbox.stopped": "sandbox.stop",
  "sandbox.destroyed": "sandbox.destroy",
};

/** Something that happened to a sandbox. */
export interface Happening<Topic extends SandboxTopic = SandboxTopic> {
  /** The name of the sandbox. */
  readonly sandbox: string;
  readonly topic: Topic;
  readonly data: SandboxTopics[Topic];
  readonly result: SandboxResult;
  /** What there is to say of it, for people. */
  readonly detail: string;
  /** Who did it, where that is known. */
  readonly by: string | undefined;
}

/**
 * What stands in an audit log of something that happened. What was done to a sandbox has that for its target; what it did itself,
 * or came to, has it for its doer: what it was refused, the limit that it hit, and that it failed, unless somebody is named.
 */
export function auditEntryOf({ sandbox, topic, data, result, detail, by }: Happening): AuditEntry {
  const said = detail === "" ? {} : { detail };
  switch (topic) {
    case "sandbox.denied": {
      const { permission, target } = data as SandboxTopics["sandbox.denied"];
      return { who: sandbox, what: permission, target, result };
    }
    case "sandbox.limit":
      return { who: sandbox, what: WHATS[topic], target: (data as SandboxTopics[typeof topic]).limit, result, ...said };
    case "sandbox.failed":
      return { who: by ?? sandbox, what: WHATS[topic], target: sandbox, result, ...said };
    default:
      return { who: by ?? HOST_ACTOR, what: WHATS[topic], target: sandbox, result, ...said };
  }
}

/** What stands there of something that somebody wanted and that came to nothing. */
export function refusedEntry(entry: Pick<AuditEntry, "who" | "what" | "target">, error: unknown): AuditEntry {
  return { ...entry, result: "failed", detail: error instanceof Error ? error.message : String(error) };
}
