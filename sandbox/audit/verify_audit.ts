import type { AuditPlace } from "./audit_error.ts";
import { auditFiles, type Line, linesOf } from "./audit_files.ts";
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
 * off the end are not missed, nor a log that is gone.
 */
export async function verifyAudit(path: string, options: VerifyAuditOptions = {}): Promise<AuditVerdict> {
  const check = new Chain(options);
  for (const file of auditFiles(path)) {
    for await (const line of linesOf(file)) {
      if (!line.whole && file === path) return check.end(path, true);
      const rule = check.brokenBy(line);
      if (rule !== undefined) return { ok: false, file, line: line.number, rule };
    }
  }
  return check.end(path, false);
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
