import { createHash, createHmac } from "node:crypto";
import { guestText } from "../limits/sandbox_error.ts";

/** How what was attempted came out. */
export type AuditResult = "ok" | "denied" | "failed";

/** What is put into an audit log: who did what, to what, and how it came out. */
export interface AuditEntry {
  /** Who acted: the name of a sandbox, or of the host's part or user that did something to one. */
  readonly who: string;
  /** What was done, in words of one's choice that begin alike where they belong together: `"read"`, `"sandbox.create"`. */
  readonly what: string;
  /** To what it was done. */
  readonly target?: string;
  /** How it came out. */
  readonly result: AuditResult;
  /** More of it, as plain JSON; what is longer than 4,000 characters is cut and kept as text. */
  readonly detail?: unknown;
}

/** One line of an audit log. */
export interface AuditRecord extends AuditEntry {
  /** Its number: one more than that of the line before. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The hash of the line before. */
  readonly prev: string;
  /** The hash of this line without it. */
  readonly hash: string;
}

/** What the first line of all follows. */
export const GENESIS: string = "0".repeat(64);

const RESULTS: readonly unknown[] = ["ok", "denied", "failed"] satisfies AuditResult[];
const LONGEST_DETAIL = 4_000;

/** Whether a word is how something can come out. */
export function isAuditResult(word: unknown): word is AuditResult {
  return RESULTS.includes(word);
}

/** The hash of a text, with a key if there is one. */
export function auditHash(text: string, key?: string): string {
  return (key === undefined ? createHash("sha256") : createHmac("sha256", key)).update(text).digest("hex");
}

/** What a line needs beside what it tells. */
export interface LineOptions {
  /** Its number. */
  readonly seq: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The hash of the line before. */
  readonly prev: string;
  /** The key of the hashes, if there is one. */
  readonly key?: string | undefined;
}

/** Writes a line, without its end. What a guest may have said is cut, and no terminal obeys it. */
export function auditLine(entry: AuditEntry, options: LineOptions): { readonly line: string; readonly hash: string } {
  const { who, what, target, result, detail } = entry;
  const body = JSON.stringify({
    seq: options.seq,
    at: options.at,
    who: guestText(who),
    what: guestText(what),
    ...(target === undefined ? {} : { target: guestText(target) }),
    result,
    ...(detail === undefined ? {} : { detail: cut(detail) }),
    prev: options.prev,
  });
  const hash = auditHash(body, options.key);
  return { line: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

function cut(detail: unknown): unknown {
  try {
    const text = JSON.stringify(detail);
    return text === undefined || text.length > LONGEST_DETAIL ? guestText(text ?? typeof detail) : JSON.parse(text);
  } catch {
    return "what is no JSON";
  }
}

/** What was read of a line: the record and the text that its hash is of. */
export interface ReadLine {
  /** The record. */
  readonly record: AuditRecord;
  /** The line without its hash. */
  readonly body: string;
}

/** Reads a line; `undefined` if it is none. Whether its hash is right is not looked at. */
export function parseAuditLine(line: string): ReadLine | undefined {
  const [, start, hash] = /^(\{.*),"hash":"([0-9a-f]{64})"\}$/s.exec(line) ?? [];
  if (start === undefined || hash === undefined) return undefined;
  const body = `${start}}`;
  try {
    const record = { ...JSON.parse(body), hash };
    return isRecord(record) ? { record, body } : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: Record<string, unknown>): value is AuditRecord & Record<string, unknown> {
  const { seq, at, who, what, target, result, prev } = value;
  return Number.isSafeInteger(seq) && (seq as number) >= 1 && typeof at === "number" && typeof who === "string" &&
    typeof what === "string" && (target === undefined || typeof target === "string") && isAuditResult(result) &&
    typeof prev === "string" && /^[0-9a-f]{64}$/.test(prev);
}
