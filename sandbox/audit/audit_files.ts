import { ArgumentError } from "@superlearner/otp";
import { basename, dirname, join } from "node:path";
import { AuditError } from "./audit_error.ts";

const READ = "read the audit log";

/** Gives the path of a log back if it can be one. @throws {ArgumentError} If not. */
export function checkAuditPath(action: string, path: string): string {
  if (typeof path === "string" && path !== "" && !path.includes("\0")) return path;
  throw new ArgumentError(action, { rule: "a log is named by the path of a file", value: path });
}

/** The name of a file that was put aside, by the number of the first line in it. */
export function asideName(path: string, firstSeq: number): string {
  return `${path}.${String(firstSeq).padStart(12, "0")}`;
}

/** The files of a log that were put aside, oldest first. @throws {AuditError} If its directory cannot be read. */
export function asideFiles(path: string): string[] {
  const start = `${basename(path)}.`;
  const names: string[] = [];
  for (const { name, isFile } of entriesOf(path)) {
    if (isFile && name.startsWith(start) && /^\d{12,}$/.test(name.slice(start.length))) names.push(name);
  }
  const number = (name: string) => Number(name.slice(start.length));
  return names.sort((one, other) => number(one) - number(other)).map((name) => join(dirname(path), name));
}

function entriesOf(path: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(dirname(path))];
  } catch (cause) {
    throw new AuditError(READ, { file: path, line: 0, rule: "its directory can be read" }, { cause });
  }
}

/**
 * All files of a log, oldest first; the one that is written to is the last. None where there is no log yet.
 *
 * @throws {AuditError} If it is no file, or its directory cannot be read.
 */
export function auditFiles(path: string): string[] {
  return [...asideFiles(path), ...(exists(path) ? [path] : [])];
}

function exists(path: string): boolean {
  try {
    if (Deno.statSync(path).isFile) return true;
    throw new AuditError(READ, { file: path, line: 0, rule: "it is a file" });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** A line of a file. */
export interface Line {
  /** The line without its end. */
  readonly text: string;
  /** From 1 up. */
  readonly number: number;
  /** Whether its end is there; false only for the last. */
  readonly whole: boolean;
}

/** The lines of a file, one after the other; no more of it is in memory than a piece and a line. */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  using open = await Deno.open(file);
  const decoder = new TextDecoder();
  const piece = new Uint8Array(64 * 1024);
  let rest = "";
  let number = 1;
  while (true) {
    const size = await open.read(piece);
    rest += size === null ? decoder.decode() : decoder.decode(piece.subarray(0, size), { stream: true });
    const lines = rest.split("\n");
    rest = lines.pop() ?? "";
    for (const text of lines) yield { text, number: number++, whole: true };
    if (size === null) break;
  }
  if (rest !== "") yield { text: rest, number, whole: false };
}
