import type { DatabaseSync } from "node:sqlite";
import { type Metrics, parseMetrics } from "./metrics.ts";

/** What is kept of one measurement. */
export interface StoredRecord {
  readonly name: string;
  readonly commit: string;
  /** When the commit was made, in milliseconds since 1970, where that is known. */
  readonly committedAt: number | null;
  readonly machine: string;
  readonly at: number;
  readonly metrics: Metrics;
}

/** A level that is taken for good, from a commit on. */
export interface AcceptedLevel {
  readonly name: string;
  readonly commit: string;
  readonly reason: string;
  readonly at: number;
}

/** The version of the tables; a store of a later one is left alone. */
export const VERSION = 1;

/** Says that a file is ours: "STtr". */
export const APPLICATION_ID = 0x53547472;

/** Makes the tables, all or nothing. */
export function createTables(database: DatabaseSync): void {
  database.exec(`
    BEGIN IMMEDIATE;
    PRAGMA application_id = ${APPLICATION_ID};
    PRAGMA user_version = ${VERSION};
    CREATE TABLE IF NOT EXISTS records (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, "commit" TEXT NOT NULL, committed_at REAL, machine TEXT NOT NULL,
      at REAL NOT NULL, metrics TEXT NOT NULL
    ) STRICT;
    CREATE INDEX IF NOT EXISTS records_by_name ON records (name, machine);
    CREATE TABLE IF NOT EXISTS accepted (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, "commit" TEXT NOT NULL, reason TEXT NOT NULL, at REAL NOT NULL
    ) STRICT;
    COMMIT;
  `);
}

/** Adds a record. */
export function insertRecord(database: DatabaseSync, record: StoredRecord): void {
  const { name, commit, committedAt, machine, at, metrics } = record;
  database.prepare(
    'INSERT INTO records (name, "commit", committed_at, machine, at, metrics) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(name, commit, committedAt, machine, at, JSON.stringify(metrics));
}

/** Adds an accepted level. */
export function insertAccepted(database: DatabaseSync, { name, commit, reason, at }: AcceptedLevel): void {
  database.prepare('INSERT INTO accepted (name, "commit", reason, at) VALUES (?, ?, ?, ?)').run(
    name,
    commit,
    reason,
    at,
  );
}

/** A row as a record; `undefined` if it is none. */
export function recordOf(row: Readonly<Record<string, unknown>>): StoredRecord | undefined {
  const { name, commit, committed_at: committedAt, machine, at } = row;
  const metrics = parseMetrics(row.metrics);
  const texts = [name, commit, machine].every((each) => typeof each === "string");
  if (metrics === undefined || !texts || typeof at !== "number") return undefined;
  if (committedAt !== null && typeof committedAt !== "number") return undefined;
  return { name, commit, committedAt, machine, at, metrics } as StoredRecord;
}

/** A row as an accepted level; `undefined` if it is none. */
export function acceptedOf({ name, commit, reason, at }: Readonly<Record<string, unknown>>): AcceptedLevel | undefined {
  const texts = [name, commit, reason].every((each) => typeof each === "string");
  return texts && typeof at === "number" ? { name, commit, reason, at } as AcceptedLevel : undefined;
}
