import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ArgumentError } from "@superlearner/otp";
import {
  type AcceptedLevel,
  acceptedOf,
  APPLICATION_ID,
  createTables,
  insertAccepted,
  insertRecord,
  recordOf,
  type StoredRecord,
  VERSION,
} from "./_rows.ts";

/** A store that is open, and what there is to say about how it was found. */
export interface OpenStore {
  readonly database: DatabaseSync;
  readonly notes: readonly string[];
}

/** How long another program may write before this one gives up, in milliseconds. */
const BUSY_MS = 10_000;

/** How long the head of a file is. */
const HEAD = 100;

/** A head that speaks of more is wrong itself. */
const MOST_BYTES = 1_000_000_000;

/**
 * Opens a store, or begins one. A damaged one, as a machine leaves it that lost its power or its cache, is set aside, and
 * what can be read of it is taken over. A file that is something else is left alone.
 *
 * @throws {ArgumentError} If the file is no store, or one of a later version.
 */
export function openStore(path: string): OpenStore {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true });
  const damaged = lookAt(path);
  const found = damaged ? undefined : openSound(path);
  if (found !== undefined) return { database: found, notes: [] };
  const { records, accepted } = salvage(path);
  const aside = setAside(path);
  const database = openNew(path);
  database.exec("BEGIN IMMEDIATE");
  for (const each of records) insertRecord(database, each);
  for (const each of accepted) insertAccepted(database, each);
  database.exec("COMMIT");
  const saved = records.length === 0
    ? "none of its records could be read"
    : `${records.length} of its records were read`;
  return { database, notes: [`the store was damaged: ${saved}, and the damaged file is kept as ${aside}`] };
}

/** Whether the file's head is that of a damaged store. Throws where it is that of something else. */
function lookAt(path: string): boolean {
  if (path === ":memory:" || !existsSync(path)) return false;
  const head = new Uint8Array(HEAD);
  const file = openSync(path, "r");
  let length: number;
  try {
    length = readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  if (length === 0) return false; // as sqlite leaves it that was interrupted before it wrote anything
  if (head.every((byte) => byte === 0)) return true; // as a file system leaves it that lost its power
  const magic = new TextDecoder().decode(head.subarray(0, 15)) === "SQLite format 3";
  if (magic && length < head.length) return true;
  const view = new DataView(head.buffer);
  if (!magic || view.getUint32(68) !== APPLICATION_ID) {
    throw new ArgumentError("open the trends", { rule: "the file is a trend store, or does not exist", value: path });
  }
  const version = view.getUint32(60);
  if (version <= VERSION) return false;
  throw new ArgumentError("open the trends", {
    rule: `the store is of version ${VERSION} or before (a later supertester has written it)`,
    value: version,
  });
}

/** The store, unless it is damaged. */
function openSound(path: string): DatabaseSync | undefined {
  const database = openNew(path, { create: false });
  try {
    const [answer] = database.prepare("PRAGMA quick_check(1)").all();
    if (answer?.quick_check === "ok") {
      createTables(database);
      return database;
    }
  } catch (error) {
    if (!isDamage(error)) {
      database.close();
      throw error;
    }
  }
  database.close();
  return undefined;
}

function openNew(path: string, { create = true }: { create?: boolean } = {}): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  if (create) createTables(database);
  return database;
}

/** `SQLITE_CORRUPT` and `SQLITE_NOTADB`. */
function isDamage(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && [11, 26].includes(errcode & 0xff);
}

/** What can be read of a damaged store: its rows from the front, as far as that goes, and from the back. */
function salvage(path: string): { records: StoredRecord[]; accepted: AcceptedLevel[] } {
  const copy = `${path}.salvage`;
  try {
    writeFileSync(copy, atFullLength(readFileSync(path)));
    return {
      records: readableRows(copy, "records").flatMap((row) => recordOf(row) ?? []),
      accepted: readableRows(copy, "accepted").flatMap((row) => acceptedOf(row) ?? []),
    };
  } finally {
    rmSync(copy, { force: true });
  }
}

function readableRows(path: string, table: string): Record<string, unknown>[] {
  const found = new Map<unknown, Record<string, unknown>>();
  for (const direction of ["ASC", "DESC"]) {
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(path, { readOnly: true });
      for (const row of database.prepare(`SELECT * FROM ${table} NOT INDEXED ORDER BY id ${direction}`).iterate()) {
        if (found.has(row.id)) break;
        found.set(row.id, row);
      }
    } catch {
      // as far as it goes
    } finally {
      database?.close();
    }
  }
  return [...found.values()].sort((one, other) => Number(one.id) - Number(other.id));
}

/** Of a file shorter than its head says, sqlite reads nothing at all; of one with empty pages, the others. */
function atFullLength(bytes: Uint8Array): Uint8Array {
  if (bytes.length < HEAD) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const pageSize = view.getUint16(16) === 1 ? 65_536 : view.getUint16(16);
  const length = pageSize * view.getUint32(28);
  if (length <= bytes.length || length > MOST_BYTES) return bytes;
  const full = new Uint8Array(length);
  full.set(bytes);
  return full;
}

/** Moves a damaged store out of the way; its journal as well, which would be taken for the new one's. */
function setAside(path: string): string {
  let number = 1;
  while (existsSync(`${path}.damaged-${number}`)) number++;
  const aside = `${path}.damaged-${number}`;
  renameSync(path, aside);
  for (const part of ["-journal", "-wal", "-shm"]) {
    if (existsSync(path + part)) renameSync(path + part, aside + part);
  }
  return aside;
}
