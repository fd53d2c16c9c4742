/** How well something is. */
export type Health = "healthy" | "degraded" | "critical";

/** One fact that speaks against health. */
export interface Finding {
  /** How bad. */
  readonly severity: "degraded" | "critical";
  /** The kind of fact: `child_down`, `restart_intensity`, `mailbox`, `overload`, … */
  readonly code: string;
  /** Whose: a supervisor, `supervisor/child`, a pid, or `system`. */
  readonly subject: string;
  /** The fact in words, with its figures. */
  readonly message: string;
}

/** From where on a figure is a finding. */
export interface HealthThresholds {
  /** Messages that wait in one mailbox: degraded. @default {1000} */
  mailbox?: number;
  /** Messages that wait in one mailbox: critical. @default {10000} */
  mailboxCritical?: number;
  /** Share of the heap's limit in use: degraded. @default {0.8} */
  heap?: number;
  /** Share of the heap's limit in use: critical. @default {0.95} */
  heapCritical?: number;
}

/** What is known of a child of a supervisor. */
export interface ChildFacts {
  /** Its id. */
  readonly id: string;
  /** What it is doing; `restarting`, `stopped`, or as the System says. */
  readonly status: string;
  /** When it is restarted. */
  readonly restart: string | undefined;
  /** Messages that wait. */
  readonly mailbox: number;
}

/** What is known of a supervisor. */
export interface SupervisorHealthFacts {
  /** Its shown name. */
  readonly name: string;
  /** What it is doing. */
  readonly status: string;
  /** Messages that wait. */
  readonly mailbox: number;
  /** Restarts allowed within the window. */
  readonly maxRestarts: number;
  /** The window in seconds. */
  readonly maxSeconds: number;
  /** Restarts within the window now. */
  readonly recentRestarts: number;
  /** Its children. */
  readonly children: readonly ChildFacts[];
}

/** What speaks against the health of a supervisor: its own facts and those of its direct children. */
export function judgeSupervisor(facts: SupervisorHealthFacts, thresholds: HealthThresholds = {}): Finding[] {
  const { name, children, maxRestarts, maxSeconds, recentRestarts } = facts;
  const findings: Finding[] = [];
  const add = (severity: Finding["severity"], code: string, subject: string, message: string) =>
    void findings.push({ severity, code, subject, message });
  // A transient or temporary child that ended has done its work.
  const down = children.filter(({ status, restart }) => status === "stopped" && restart === "permanent");
  const nobody = children.length > 0 && down.length === children.length;
  for (const { id } of down) {
    add(nobody ? "critical" : "degraded", "child_down", `${name}/${id}`, "is down and nobody restarts it");
  }
  for (const { id } of children.filter(({ status }) => status === "restarting")) {
    add("degraded", "child_restarting", `${name}/${id}`, "could not be restarted yet");
  }
  if (maxRestarts > 0 && recentRestarts >= maxRestarts) {
    const message = `${recentRestarts} of ${maxRestarts} restarts within ${maxSeconds} s: one more, and it gives up`;
    add("critical", "restart_intensity", name, message);
  } else if (maxRestarts > 0 && recentRestarts * 2 >= maxRestarts) {
    add("degraded", "restart_intensity", name, `${recentRestarts} of ${maxRestarts} restarts within ${maxSeconds} s`);
  }
  if (facts.status === "suspended") add("critical", "suspended", name, "is suspended: nothing below it is restarted");
  const boxes = [{ subject: name, mailbox: facts.mailbox }].concat(
    children.map(({ id, mailbox }) => ({ subject: `${name}/${id}`, mailbox })),
  );
  for (const box of boxes) findings.push(...judgeMailbox(box, thresholds));
  return findings;
}

/** What speaks against a mailbox. */
export function judgeMailbox(
  { subject, mailbox }: { subject: string; mailbox: number },
  thresholds: HealthThresholds = {},
): Finding[] {
  const { mailbox: much = 1000, mailboxCritical: tooMuch = 10_000 } = thresholds;
  if (mailbox < much) return [];
  const severity = mailbox >= tooMuch ? "critical" : "degraded";
  return [{ severity, code: "mailbox", subject, message: `${mailbox} messages wait` }];
}

/** What speaks against a mailbox that loses messages. */
export function judgeOverload(
  { subject, mailbox, most, dropped }: { subject: string; mailbox: number; most: number; dropped: number },
): Finding[] {
  const message = `is overloaded: ${mailbox} of ${most} messages wait, ${dropped} were dropped or rejected so far`;
  return [{ severity: "degraded", code: "overload", subject, message }];
}

/** What speaks against workers whose thread goes on after their end. */
export function judgeWorkers(unstoppable: number): Finding[] {
  if (unstoppable === 0) return [];
  const message = unstoppable === 1
    ? "1 worker goes on in a loop that nothing can stop: it keeps a core busy until the program ends"
    : `${unstoppable} workers go on in loops that nothing can stop: they keep cores busy until the program ends`;
  return [{ severity: "degraded", code: "worker_unstoppable", subject: "system", message }];
}

/** What speaks against the memory of the isolate. */
export function judgeHeap(
  { used, limit }: { used: number; limit: number },
  thresholds: HealthThresholds = {},
): Finding[] {
  const { heap = 0.8, heapCritical = 0.95 } = thresholds;
  if (!(limit > 0) || used / limit < heap) return [];
  const severity = used / limit >= heapCritical ? "critical" : "degraded";
  const percent = Math.floor(used / limit * 100);
  return [{ severity, code: "heap", subject: "system", message: `${percent} % of the heap's limit are in use` }];
}

/** The worst of the findings; none is health. */
export function worst(findings: readonly Finding[]): Health {
  if (findings.some(({ severity }) => severity === "critical")) return "critical";
  return findings.length > 0 ? "degraded" : "healthy";
}
