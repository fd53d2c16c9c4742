import { DatabaseSync } from "node:sqlite";
import { assertEquals, assertThrows } from "@std/assert";
import {
  acceptedOf,
  APPLICATION_ID,
  createTables,
  insertAccepted,
  insertRecord,
  recordOf,
  type StoredRecord,
  VERSION,
} from "./_rows.ts";

const RECORD: StoredRecord = {
  name: "a",
  commit: "c1",
  committedAt: null,
  machine: "m",
  at: 5,
  metrics: { medianMs: 1, p95Ms: 1, p99Ms: 1, madMs: 0, runs: 3 },
};

Deno.test("createTables: marks the file as ours, and may be done again", () => {
  using database = new DatabaseSync(":memory:");
  createTables(database);
  createTables(database);
  assertEquals(database.prepare("PRAGMA application_id").get()?.application_id, APPLICATION_ID);
  assertEquals(database.prepare("PRAGMA user_version").get()?.user_version, VERSION);
});

Deno.test("recordOf: a record comes back as it went in", () => {
  using database = new DatabaseSync(":memory:");
  createTables(database);
  for (const each of [RECORD, { ...RECORD, committedAt: 7 }]) insertRecord(database, each);
  assertEquals(database.prepare("SELECT * FROM records").all().map(recordOf), [RECORD, { ...RECORD, committedAt: 7 }]);
  const level = { name: "a", commit: "c1", reason: "worth it", at: 9 };
  insertAccepted(database, level);
  assertEquals(database.prepare("SELECT * FROM accepted").all().map(acceptedOf), [level]);
  assertEquals(acceptedOf({ ...level, at: "9" }), undefined);
});

Deno.test("recordOf: a row that is none is none, and tables take nothing of another type", () => {
  const row = { ...RECORD, committed_at: null, metrics: JSON.stringify(RECORD.metrics) };
  assertEquals(recordOf(row), RECORD);
  for (const wrong of [{ metrics: "{" }, { name: 5 }, { at: null }, { committed_at: "5" }]) {
    assertEquals(recordOf({ ...row, ...wrong }), undefined);
  }
  using database = new DatabaseSync(":memory:");
  createTables(database);
  assertThrows(() => insertRecord(database, { ...RECORD, at: "soon" as unknown as number }));
});
