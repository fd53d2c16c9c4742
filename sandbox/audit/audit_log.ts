import { type Alarm, ArgumentError, type Clock, RealClock } from "@superlearner/otp";
import { checkKnownOptions, isPlainObject } from "../limits/check_options.ts";
import { checkClock, checkTexts } from "../limits/check_values.ts";
import { AuditError } from "./audit_error.ts";
import { asideFiles, asideName, checkAuditPath } from "./audit_files.ts";
import { type AuditEntry, auditLine, type AuditRecord, parseAuditLine } from "./audit_record.ts";
import { findTail } from "./_tail.ts";

/** How {@linkcode AuditLog} writes. */
export interface AuditLogOptions {
  /**
   * After how many lines the disk is made to keep them.
   *
   * @default {64}
   */
  readonly syncEvery?: number;
  /**
   * How long a line may wait until the disk is made to keep it, in milliseconds.
   *
   * @default {1000}
   */
  readonly syncMs?: number;
  /**
   * How long the file may become, in bytes, before it is put aside and a new one begun.
   *
   * @default {67108864}
   */
  readonly maxBytes?: number;
  /**
   * How many files put aside are kept; the oldest is removed when there is one more.
   *
   * @default {Infinity}
   */
  readonly keepFiles?: number;
  /**
   * A key for the hashes. Who can write the file and has no key cannot make lines that look right. Keep it elsewhere.
   *
   * @default {none}
   */
  readonly key?: string;
  /**
   * Where time comes from.
   *
   * @default {the machine's}
   */
  readonly clock?: Clock;
}

/** How far a log has come; kept elsewhere, it shows later whether lines were cut off its end. */
export interface AuditHead {
  /** The number of the last line, 0 if there is none. */
  readonly seq: number;
  /** The hash of the last line. */
  readonly hash: string;
}

const OPEN = "open the audit log";
const WRITE = "write to the audit log";
const ENTRY_RULE = "an entry has who, what, result";

const KNOWN: Readonly<Record<keyof AuditLogOptions, true>> = {
  syncEvery: true,
  syncMs: true,
  maxBytes: true,
  keepFiles: true,
  key: true,
  clock: true,
};

/**
 * A log of who did what, to which only lines are added: JSON, numbered, each with the hash of the one before, so that a line
 * that was changed, removed, added or moved is found (`verifyAudit`).
 *
 * What the process has handed to the system survives its death, whatever kills it; what the disk was made to keep, at most
 * `syncEvery` lines or `syncMs` later, survives that of the machine. A line that was not finished is cut off when the log is
 * opened again, and a line of its own says so. One at a time may have a log open.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { AuditLog, readAudit } from "@superlearner/sandbox";
 *
 * const path = `${await Deno.makeTempDir()}/audit.jsonl`;
 * {
 *   using log = AuditLog.open(path);
 *   log.record({ who: "plugin", what: "read", target: "/etc/passwd", result: "denied" });
 * }
 * const denied = await Array.fromAsync(readAudit(path, { result: "denied" }));
 * assertEquals(denied.map(({ seq, target }) => [seq, target]), [[1, "/etc/passwd"]]);
 * ```
 */
export class AuditLog implements Disposable {
  /** The file. */
  readonly path: string;
  readonly #options: Required<Omit<AuditLogOptions, "key">> & { readonly key: string | undefined };
  #file: Deno.FsFile;
  #seq: number;
  #hash: string;
  #size: number;
  #first: number | undefined;
  #unsynced = 0;
  #alarm: Alarm | undefined;
  /** What the disk said when nobody was there to be told. */
  #unkept: { readonly error: unknown } | undefined;
  #closed = false;

  private constructor(path: string, options: AuditLogOptions) {
    this.path = checkAuditPath(OPEN, path);
    this.#options = checked(options);
    this.#file = openLocked(path);
    try {
      const tail = findTail(this.#file, path, this.#options.key);
      ({ seq: this.#seq, hash: this.#hash, size: this.#size, first: this.#first } = { first: undefined, ...tail });
      if (tail.torn > 0) {
        this.#file.truncateSync(tail.size);
        this.record({ who: "audit", what: "audit.repair", result: "ok", detail: { bytesCutOff: tail.torn } });
      }
    } catch (error) {
      this.#file.close();
      throw error;
    }
  }

  /**
   * Opens a log to add to it; makes the file if there is none.
   *
   * @throws {AuditError} If it cannot be opened, another one has it open, or its last line is not right.
   * @throws {ArgumentError} If the path or an option is not right.
   */
  static open(path: string, options: AuditLogOptions = {}): AuditLog {
    return new AuditLog(path, options);
  }

  /** How far it has come. */
  get head(): AuditHead {
    return { seq: this.#seq, hash: this.#hash };
  }

  /**
   * Adds a line and gives back what it says. When this returns the system has the line.
   *
   * @throws {AuditError} If the log is closed or the disk refuses; then nothing was added.
   * @throws {ArgumentError} If it is no entry.
   */
  record(entry: AuditEntry): AuditRecord {
    if (this.#closed) throw new AuditError(WRITE, { file: this.path, line: 0, rule: "the log is open" });
    checkEntry(entry);
    this.#tellUnkept();
    if (this.#size >= this.#options.maxBytes) this.#putAside();
    const { clock, key } = this.#options;
    const seq = this.#seq + 1;
    const { line, hash } = auditLine(entry, { seq, at: clock.wallTime(), prev: this.#hash, key });
    const read = parseAuditLine(line);
    if (read === undefined) throw new ArgumentError(WRITE, { rule: ENTRY_RULE, value: entry });
    this.#write(new TextEncoder().encode(`${line}\n`));
    this.#seq = seq;
    this.#hash = hash;
    this.#first ??= seq;
    this.#unsynced++;
    if (this.#unsynced >= this.#options.syncEvery) this.sync();
    else this.#alarm ??= clock.setAlarm(clock.now() + this.#options.syncMs, () => this.#syncInTime());
    return read.record;
  }

  /** Makes the disk keep all there is. @throws What the disk says, also of what was to be kept before. */
  sync(): void {
    this.#alarm?.cancel();
    this.#alarm = undefined;
    this.#tellUnkept();
    if (this.#closed || this.#unsynced === 0) return;
    this.#file.syncDataSync();
    this.#unsynced = 0;
  }

  /** Makes the disk keep all there is, and closes the file. Once is enough; more does no harm. */
  close(): void {
    if (this.#closed) return;
    try {
      this.sync();
    } finally {
      this.#closed = true;
      this.#file.close();
    }
  }

  /** Closes it. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** Nobody waits for it, and what is thrown here would end the program: who writes or closes next is told. */
  #syncInTime(): void {
    try {
      this.sync();
    } catch (error) {
      this.#unkept = { error };
    }
  }

  #tellUnkept(): void {
    const unkept = this.#unkept;
    this.#unkept = undefined;
    if (unkept !== undefined) throw unkept.error;
  }

  /** Half a line is worse than none: the next one would be added to it. */
  #write(bytes: Uint8Array): void {
    try {
      this.#file.seekSync(this.#size, Deno.SeekMode.Start);
      for (let at = 0; at < bytes.length;) at += this.#file.writeSync(bytes.subarray(at));
    } catch (cause) {
      this.#file.truncateSync(this.#size);
      throw new AuditError(WRITE, { file: this.path, line: 0, rule: "the disk takes the line" }, { cause });
    }
    this.#size += bytes.length;
  }

  #putAside(): void {
    this.sync();
    const aside = asideName(this.path, this.#first ?? this.#seq);
    Deno.renameSync(this.path, aside);
    let next: Deno.FsFile;
    try {
      next = openLocked(this.path);
    } catch (cause) {
      Deno.renameSync(aside, this.path);
      throw new AuditError(WRITE, { file: this.path, line: 0, rule: "a new file can be made" }, { cause });
    }
    this.#file.close();
    this.#file = next;
    this.#size = 0;
    this.#first = undefined;
    const { keepFiles } = this.#options;
    const files = asideFiles(this.path);
    for (const file of files.slice(0, Math.max(0, files.length - keepFiles))) Deno.removeSync(file);
  }
}

function checkEntry(entry: AuditEntry): void {
  if (!isPlainObject(entry) || typeof entry.who !== "string" || typeof entry.what !== "string") {
    throw new ArgumentError(WRITE, { rule: ENTRY_RULE, value: entry });
  }
  checkTexts(WRITE, { target: entry.target });
}

function openLocked(path: string): Deno.FsFile {
  let file: Deno.FsFile;
  try {
    file = Deno.openSync(path, { read: true, write: true, create: true, mode: 0o600 });
  } catch (cause) {
    throw new AuditError(OPEN, { file: path, line: 0, rule: "it is a file that can be written" }, { cause });
  }
  if (file.tryLockSync(true)) return file;
  file.close();
  throw new AuditError(OPEN, { file: path, line: 0, rule: "one at a time has it open" });
}

function checked(options: AuditLogOptions): Required<Omit<AuditLogOptions, "key">> & { key: string | undefined } {
  const {
    syncEvery = 64,
    syncMs = 1_000,
    maxBytes = 64 * 2 ** 20,
    keepFiles = Infinity,
    key,
    clock = new RealClock(),
  } = checkKnownOptions(OPEN, options, KNOWN);
  const numbers = { syncEvery, syncMs, maxBytes, keepFiles };
  for (const [name, value] of Object.entries(numbers)) {
    const least = name === "keepFiles" || name === "syncMs" ? 0 : 1;
    if (typeof value === "number" && value >= least && (Number.isSafeInteger(value) || value === Infinity)) continue;
    throw new ArgumentError(OPEN, { rule: `${name} is a whole number from ${least} up, or Infinity`, value });
  }
  if (key !== undefined && (typeof key !== "string" || key === "")) {
    throw new ArgumentError(OPEN, { rule: "a key is a text with something in it", value: typeof key });
  }
  checkClock(OPEN, clock);
  return { ...numbers, key, clock };
}
