import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions, isPlainObject } from "../limits/check_options.ts";
import { AuditError, type AuditPlace } from "./audit_error.ts";
import { auditFiles, checkAuditPath, type Line, linesOf } from "./audit_files.ts";
import type { AuditHead } from "./audit_log.ts";
import { auditHash, GENESIS, parseAuditLine } from "./audit_record.ts";

/** What a log is held against. */
export interface VerifyAuditOptions {
  /** The key that it was written with. */
  readonly key?: string;
  /** How far it had come at some time: a line that must be in it. */
  readonly head?: AuditHead;
  /**
   * Whether it must begin with its first line; otherwise files put aside may have been removed.
   *
   * @default {false}
   */
  readonly whole?: boolean;
}

/** What was found: all is right, or the first place where it is not. */
export type AuditVerdict =
  | {
    readonly ok: true;
    /** How many lines there are. */
    readonly records: number;
    /** The number of the first line, 0 if there is none. */
    readonly first: number;
    /** The last line. */
    readonly head: AuditHead;
    /** Whether a line that was not finished follows: of a process that died, or that writes right now. */
    readonly torn: boolean;
  }
  | ({ readonly ok: false } & AuditPlace);

/**
 * Looks whether all lines of a log are as they were written: each is what its hash says, follows the one before and has the
 * next number. The first that is not so is where something was changed, removed, added or moved.
 *
 * Without a `key`, who may write the file can make a new end that looks right. Without a `head` of some other place, lines cut
 * off the end are not missed, nor a log that is gone. What is no file, or in no directory that can be read, is not right.
 *
 * @throws {ArgumentError} If the path or an option is none.
 */
export async function verifyAudit(path: string, options: VerifyAuditOptions = {}): Promise<AuditVerdict> {
  const check = new Chain(checked(options));
  const files = filesOf(checkAuditPath(VERIFY, path));
  if (!Array.isArray(files)) return { ok: false, ...files };
  for (const file of files) {
    for await (const line of linesOf(file)) {
      if (!line.whole && file === path) return check.end(path, true);
      const rule = check.brokenBy(line);
      if (rule !== undefined) return { ok: false, file, line: line.number, rule };
    }
  }
  return check.end(path, false);
}

const VERIFY = "verify the audit log";
const KNOWN: Readonly<Record<keyof VerifyAuditOptions, true>> = { key: true, head: true, whole: true };

/** The files of a log, or why there can be none. */
function filesOf(path: string): string[] | AuditPlace {
  try {
    return auditFiles(path);
  } catch (error) {
    if (error instanceof AuditError) return error.place;
    throw error;
  }
}

function checked(options: VerifyAuditOptions): VerifyAuditOptions {
  const { key = "x", head = { seq: 0, hash: "" }, whole = false } = checkKnownOptions(VERIFY, options, KNOWN);
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(VERIFY, { rule, value });
  };
  if (typeof key !== "string" || key === "") refuse("a key is a text with something in it", typeof key);
  const isHead = isPlainObject(head) && Number.isSafeInteger(head.seq) && typeof head.hash === "string";
  if (!isHead) refuse("head is what a log has given as its own", head);
  if (typeof whole !== "boolean") refuse("whole is true or false", whole);
  return options;
}

class Chain {
  readonly #options: VerifyAuditOptions;
  #records = 0;
  #first = 0;
  #last: AuditHead = { seq: 0, hash: GENESIS };
  #headSeen: boolean;

  constructor(options: VerifyAuditOptions) {
    this.#options = options;
    this.#headSeen = (options.head?.seq ?? 0) === 0;
  }

  /** The rule that a line breaks. */
  brokenBy({ text, whole }: Line): string | undefined {
    const read = whole ? parseAuditLine(text) : undefined;
    if (read === undefined) return "a line is a record";
    const { key, head, whole: fromFirst } = this.#options;
    const { seq, prev, hash } = read.record;
    if (auditHash(read.body, key) !== hash) return "the hash of a line is that of what it says";
    const begins = this.#records === 0;
    if (begins && fromFirst && seq !== 1) return "the log begins with line number 1";
    if (!begins && seq !== this.#last.seq + 1) return "each number is one more than the one before";
    if ((!begins || seq === 1) && prev !== this.#last.hash) return "each line has the hash of the one before";
    if (head?.seq === seq) {
      if (head.hash !== hash) return "the line is the one that was there before";
      this.#headSeen = true;
    }
    if (begins) this.#first = seq;
    this.#records++;
    this.#last = { seq, hash };
    return undefined;
  }

  /** The verdict once all lines are seen. */
  end(file: string, torn: boolean): AuditVerdict {
    if (this.#headSeen) return { ok: true, records: this.#records, first: this.#first, head: this.#last, torn };
    return { ok: false, file, line: 0, rule: `it goes to line number ${this.#options.head?.seq} or further` };
  }
}
