import { AuditError } from "./audit_error.ts";
import { asideFiles } from "./audit_files.ts";
import { auditHash, type AuditRecord, GENESIS, parseAuditLine } from "./audit_record.ts";

/** Where a log goes on. */
export interface Tail {
  /** The number of its last line, 0 if there is none. */
  readonly seq: number;
  /** The hash of its last line. */
  readonly hash: string;
  /** How long the file is up to the end of its last whole line. */
  readonly size: number;
  /** What comes behind that: bytes of a line that was not finished. */
  readonly torn: number;
  /** The number of the first line in the file, if it has one. */
  readonly first?: number;
}

const ACTION = "open the audit log";
const NEWLINE = 10;

/** Finds where a log goes on, its last whole line being right; an empty file goes on after the ones put aside. */
export function findTail(file: Deno.FsFile, path: string, key?: string): Tail {
  const end = lastLine(file);
  if (end.text !== undefined) {
    const { record } = checked(end.text, { path, key });
    const first = firstLine(file, path);
    return { seq: record.seq, hash: record.hash, size: end.size, torn: end.torn, first };
  }
  const before = asideFiles(path).at(-1);
  if (before === undefined) return { seq: 0, hash: GENESIS, size: 0, torn: end.torn };
  using aside = Deno.openSync(before);
  const { text } = lastLine(aside);
  const { record } = checked(text ?? "", { path: before, key });
  return { seq: record.seq, hash: record.hash, size: 0, torn: end.torn };
}

function checked(text: string, { path, key }: { path: string; key: string | undefined }): { record: AuditRecord } {
  const read = parseAuditLine(text);
  if (read === undefined) throw new AuditError(ACTION, { file: path, line: 0, rule: "its last line is a record" });
  if (auditHash(read.body, key) !== read.record.hash) {
    throw new AuditError(ACTION, { file: path, line: 0, rule: "the hash of its last line is that of what it says" });
  }
  return read;
}

/** The last line that has its end, read from the back. */
function lastLine(file: Deno.FsFile): { text?: string; size: number; torn: number } {
  const length = file.statSync().size;
  const end = newlineBefore(file, length);
  if (end === -1) return { size: 0, torn: length };
  const start = newlineBefore(file, end);
  return {
    text: new TextDecoder().decode(readRange(file, start + 1, end)),
    size: end + 1,
    torn: length - end - 1,
  };
}

function firstLine(file: Deno.FsFile, path: string): number {
  for (let size = 4_096;; size *= 2) {
    const bytes = readRange(file, 0, Math.min(size, file.statSync().size));
    const end = bytes.indexOf(NEWLINE);
    if (end === -1) continue;
    const read = parseAuditLine(new TextDecoder().decode(bytes.subarray(0, end)));
    if (read !== undefined) return read.record.seq;
    throw new AuditError(ACTION, { file: path, line: 1, rule: "a line is a record" });
  }
}

/** The place of the last newline before another place; -1 if there is none. */
function newlineBefore(file: Deno.FsFile, before: number): number {
  for (let end = before; end > 0;) {
    const start = Math.max(0, end - 4_096);
    const found = readRange(file, start, end).lastIndexOf(NEWLINE);
    if (found !== -1) return start + found;
    end = start;
  }
  return -1;
}

function readRange(file: Deno.FsFile, start: number, end: number): Uint8Array {
  const bytes = new Uint8Array(end - start);
  file.seekSync(start, Deno.SeekMode.Start);
  for (let at = 0; at < bytes.length;) {
    const size = file.readSync(bytes.subarray(at));
    if (size === null) return bytes.subarray(0, at);
    at += size;
  }
  return bytes;
}
