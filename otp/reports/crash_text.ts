import { checkOptions } from "../argument_error.ts";
import { toJson } from "../presenting/json_value.ts";
import { Redaction } from "../presenting/redaction.ts";
import type { ErrorData, ExitReason } from "../processes/exit_reason.ts";
import { reasonText } from "../processes/reason_text.ts";
import type { CrashReport } from "../processes/reporter.ts";
import { formatLogEntry } from "./debug_event_text.ts";
import { stackFrames } from "./stack_frames.ts";

/** How a crash report is written. */
export interface FormatCrashOptions {
  /** What is hidden. @default the built-in rules */
  redaction?: Redaction;
  /** How many characters it may have. @default {8000} */
  maxLength?: number;
}

/** How many causes behind a cause are told. */
const MOST_CAUSES = 3;

/**
 * A crash report as text: who, why, where (the program's own frames first), at which message, in which state, and among
 * whom. Bounded, and without what the rules hide.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatCrash, type Logger, System } from "@superlearner/otp";
 *
 * const texts: string[] = [];
 * const logger: Logger = { crash: (report) => texts.push(formatCrash(report)), warn() {} };
 * await using system = new System({ logger });
 * const pid = system.spawn((self) => self.receive(), { name: "worker", label: "Worker" });
 * system.exit(pid, "out of luck");
 * assertEquals(texts[0]!.split("\n")[0], `Worker ${pid} (worker) crashed: out of luck`);
 * ```
 */
export function formatCrash(report: CrashReport, options: FormatCrashOptions = {}): string {
  const { redaction = new Redaction(), maxLength = 8000 } = checkOptions("format a crash", options);
  const text = [crashHeadline(report, redaction), ...stackLines(report.reason, redaction), ...facts(report, redaction)]
    .join("\n");
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}… (${text.length} characters)`;
}

/** Who crashed of what, on one line. */
export function crashHeadline({ pid, name, module, reason }: CrashReport, redaction: Redaction): string {
  return `${module} ${name === undefined ? pid : `${pid} (${name})`} crashed: ${reasonText(reason, redaction)}`;
}

/** What JSON text of a value is shown of. */
export function shownValue(value: unknown, redaction: Redaction): string {
  return JSON.stringify(toJson(value, redaction, { maxDepth: 6, maxItems: 50, maxText: 500, maxValues: 500 }))
    .slice(0, 2500);
}

/** The stack of what was thrown and of its causes. */
export function stackLines(reason: ExitReason, redaction: Redaction): string[] {
  const lines: string[] = [];
  let error = errorIn(reason);
  for (let depth = 0; error !== undefined && depth <= MOST_CAUSES; depth++) {
    if (depth > 0) lines.push(`  caused by ${reasonText({ error }, redaction)}`);
    const { shown, folded } = stackFrames(stackOf(error));
    lines.push(...shown.map((frame) => `    ${redaction.text(frame)}`));
    if (folded > 0) lines.push(`    … ${folded} more ${folded === 1 ? "frame" : "frames"}, of the runtime`);
    error = errorLike(error.cause);
  }
  return lines;
}

function facts(report: CrashReport, redaction: Redaction): string[] {
  const { lastForm, lastKind, lastMessage, state, ancestors, links, linkCount } = report;
  const lines: string[] = [];
  if (lastForm !== undefined) {
    const kind = lastKind === undefined ? "" : ` "${lastKind}"`;
    const payload = lastMessage === undefined ? "" : ` ${shownValue(lastMessage, redaction)}`;
    lines.push(`  message: ${lastForm}${kind}${payload}`);
  }
  if (state !== undefined) lines.push(`  state: ${shownValue(state, redaction)}`);
  const version = report.version === undefined ? "" : `, version ${report.version}`;
  lines.push(`  started as: ${report.behaviour} ${report.initialCall}${version}, ${age(report.uptimeMs)} before`);
  if (ancestors.length > 0) lines.push(`  ancestors: ${ancestors.slice(0, 20).join(", ")}`);
  if (linkCount > 0) lines.push(`  links: ${links.join(", ")}${linkCount > links.length ? `, of ${linkCount}` : ""}`);
  lines.push(`  mailbox: ${report.mailboxLength} waiting, ${report.handled} taken`);
  for (const entry of report.log) lines.push(`  log: at ${formatLogEntry(entry, { redaction })}`);
  return lines;
}

function age(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function errorIn(reason: ExitReason): ErrorData | undefined {
  if (typeof reason !== "object" || reason === null) return undefined;
  try {
    return errorLike((reason as { readonly error?: unknown }).error);
  } catch { // a getter of the program's own
    return undefined;
  }
}

function errorLike(value: unknown): ErrorData | undefined {
  return typeof value === "object" && value !== null && "message" in value ? value as ErrorData : undefined;
}

function stackOf(error: ErrorData): string {
  try {
    return typeof error.stack === "string" ? error.stack : "";
  } catch {
    return "";
  }
}
