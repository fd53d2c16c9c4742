import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkTexts } from "../limits/check_values.ts";
import { AuditError } from "./audit_error.ts";
import { auditFiles, checkAuditPath, linesOf } from "./audit_files.ts";
import { type AuditRecord, type AuditResult, isAuditResult, parseAuditLine } from "./audit_record.ts";

const READ = "read the audit log";

/** Which lines of a log are wanted: those for which all holds that is given. */
export interface AuditFilter {
  /** Who acted. */
  readonly who?: string;
  /** What was done. With a dot at its end it is how that begins: `"sandbox."`. */
  readonly what?: string;
  /** To what it was done. */
  readonly target?: string;
  /** How it came out. */
  readonly result?: AuditResult;
  /** Lines of this moment and later, in milliseconds since 1970. */
  readonly since?: number;
  /** Lines before this moment, in milliseconds since 1970. */
  readonly until?: number;
  /** Lines after this number: what a reader has seen already. */
  readonly after?: number;
}

/**
 * The lines of a log, oldest first, those put aside included. It may be open for writing. A last line that is not finished is
 * left out. Whether nobody has changed it is `verifyAudit`'s matter.
 *
 * @throws {AuditError} Where a line is no record, or the log is no file, or in no directory that can be read.
 * @throws {ArgumentError} If the path or the filter is none.
 */
export async function* readAudit(path: string, filter: AuditFilter = {}): AsyncGenerator<AuditRecord> {
  checkFilter(filter);
  for (const file of auditFiles(checkAuditPath(READ, path))) {
    for await (const { text, number, whole } of linesOf(file)) {
      const record = parseAuditLine(text)?.record;
      if (record === undefined || !whole) {
        if (!whole && file === path) return;
        throw new AuditError(READ, { file, line: number, rule: "a line is a record" });
      }
      if (matches(record, filter)) yield record;
    }
  }
}

const KNOWN: Readonly<Record<keyof AuditFilter, true>> = {
  who: true,
  what: true,
  target: true,
  result: true,
  since: true,
  until: true,
  after: true,
};

function checkFilter(filter: AuditFilter): void {
  const { who, what, target, result, ...numbers } = checkKnownOptions(READ, filter, KNOWN);
  checkTexts(READ, { who, what, target });
  if (result !== undefined && !isAuditResult(result)) {
    throw new ArgumentError(READ, { rule: "result is ok, denied or failed", value: result });
  }
  for (const [name, value] of Object.entries(numbers)) {
    if (value === undefined || (typeof value === "number" && !Number.isNaN(value))) continue;
    throw new ArgumentError(READ, { rule: `${name} is a number`, value });
  }
}

function matches(record: AuditRecord, filter: AuditFilter): boolean {
  const { who, what, target, result, since, until, after } = filter;
  return (who === undefined || record.who === who) &&
    (what === undefined || (what.endsWith(".") ? record.what.startsWith(what) : record.what === what)) &&
    (target === undefined || record.target === target) && (result === undefined || record.result === result) &&
    (since === undefined || record.at >= since) && (until === undefined || record.at < until) &&
    (after === undefined || record.seq > after);
}
