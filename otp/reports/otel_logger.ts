import { checkOptions } from "../argument_error.ts";
import { Redaction } from "../presenting/redaction.ts";
import type { ErrorData } from "../processes/exit_reason.ts";
import { reasonText } from "../processes/reason_text.ts";
import type { LogLimit } from "../processes/report_limit.ts";
import type { Logger, SupervisionReport } from "../processes/reporter.ts";
import { crashHeadline, shownValue, stackLines } from "./crash_text.ts";
import { formatSupervision } from "./supervision_text.ts";

/** A log record as OpenTelemetry's log API takes it. */
export interface OtelLogRecord {
  /** What kind of record it is: `"otp.crash"`, `"otp.warning"`, `"otp.child.restarted"`, … */
  readonly eventName: string;
  /** When, in milliseconds since 1970. */
  readonly timestamp?: number;
  /** OpenTelemetry's number: 9 information, 13 warning, 17 error. */
  readonly severityNumber: number;
  /** The same as a word. */
  readonly severityText: "INFO" | "WARN" | "ERROR";
  /** One line. */
  readonly body: string;
  /** All else, by name. */
  readonly attributes: { readonly [name: string]: string | number | boolean | string[] };
}

/** What takes the records: a `Logger` of `@opentelemetry/api-logs`, or anything of its shape. */
export interface OtelEmitter {
  /** Takes one record. */
  emit(record: OtelLogRecord): void;
}

/** How records are made. */
export interface OtelLoggerOptions {
  /** What is hidden in them. @default the built-in rules */
  redaction?: Redaction;
  /** Whether each start of a supervised child is a record as well. @default {false} */
  progress?: boolean;
  /** How many records are made; `false` for all. @default 5 that are alike and 100 in all within 5 s */
  limit?: LogLimit | false;
}

/**
 * A logger that makes OpenTelemetry log records with attributes, through whatever has the shape of a `Logger` of
 * `@opentelemetry/api-logs`; nothing of it is imported here.
 *
 * Not needed to have the reports exported: with `OTEL_DENO=true` Deno exports what {@linkcode consoleLogger} writes, as text
 * with its severity. Deno offers no log API of its own, so attributes need that package and its SDK. Set
 * `OTEL_DENO_CONSOLE=ignore` beside it where nothing else is to be exported.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { type OtelLogRecord, otelLogger, System } from "@superlearner/otp";
 *
 * const records: OtelLogRecord[] = [];
 * const emitter = { emit: (record: OtelLogRecord) => void records.push(record) }; // logs.getLogger("my-program")
 * await using system = new System({ logger: otelLogger(emitter) });
 * const pid = system.spawn(() => new Promise(() => {}), { label: "Worker" });
 * system.exit(pid, "tired");
 * assertEquals(records[0]?.attributes["otp.module"], "Worker");
 * ```
 */
export function otelLogger(emitter: OtelEmitter, options: OtelLoggerOptions = {}): Logger {
  const { redaction = new Redaction(), progress = false, limit = {} } = checkOptions(
    "make a logger for OpenTelemetry",
    options,
  );
  const supervised = (report: SupervisionReport, severity: Severity) => {
    const { pid, name, module, event, wallTime } = report;
    emitter.emit({
      eventName: `otp.${event.type}`,
      timestamp: wallTime,
      ...severity,
      body: formatSupervision(report, { redaction }),
      attributes: {
        "otp.pid": pid,
        "otp.module": module,
        "otp.child": event.child,
        ...(name === undefined ? {} : { "otp.name": name }),
        ...("childPid" in event && event.childPid !== undefined ? { "otp.child_pid": event.childPid } : {}),
        ...("reason" in event ? { "otp.reason": reasonText(event.reason, redaction) } : {}),
      },
    });
  };
  return {
    redaction,
    ...(limit === false ? {} : { limit }),
    crash(report) {
      const { reason, state, lastMessage, lastForm, lastKind } = report;
      const error = typeof reason === "object" && reason !== null ? reason["error"] as Partial<ErrorData> : undefined;
      emitter.emit({
        eventName: "otp.crash",
        timestamp: report.wallTime,
        ...ERROR,
        body: crashHeadline(report, redaction),
        attributes: {
          "otp.pid": report.pid,
          "otp.behaviour": report.behaviour,
          "otp.module": report.module,
          "otp.initial_call": report.initialCall,
          "otp.reason": reasonText(reason, redaction),
          "otp.parent": report.parent,
          "otp.ancestors": report.ancestors.slice(0, 20),
          "otp.links": [...report.links],
          "otp.mailbox_length": report.mailboxLength,
          "otp.handled": report.handled,
          "otp.uptime_ms": report.uptimeMs,
          ...(report.name === undefined ? {} : { "otp.name": report.name }),
          ...(report.version === undefined ? {} : { "otp.version": String(report.version) }),
          ...(lastForm === undefined ? {} : { "otp.message.form": lastForm }),
          ...(lastKind === undefined ? {} : { "otp.message.kind": lastKind }),
          ...(lastMessage === undefined ? {} : { "otp.message": shownValue(lastMessage, redaction) }),
          ...(state === undefined ? {} : { "otp.state": shownValue(state, redaction) }),
          ...(typeof error?.message !== "string" ? {} : {
            "exception.type": String(error.name),
            "exception.message": redaction.text(error.message),
            "exception.stacktrace": stackLines(reason, redaction).join("\n"),
          }),
        },
      });
    },
    warn: (body) => emitter.emit({ eventName: "otp.warning", ...WARN, body, attributes: {} }),
    info: (body) => emitter.emit({ eventName: "otp.info", ...INFO, body, attributes: {} }),
    supervision: (report) => supervised(report, report.event.type === "supervisor.gave_up" ? ERROR : WARN),
    ...(progress ? { progress: (report) => supervised(report, INFO) } : {}),
  };
}

type Severity = Pick<OtelLogRecord, "severityNumber" | "severityText">;

const INFO: Severity = { severityNumber: 9, severityText: "INFO" };
const WARN: Severity = { severityNumber: 13, severityText: "WARN" };
const ERROR: Severity = { severityNumber: 17, severityText: "ERROR" };
