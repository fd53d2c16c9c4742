import { DatabaseSync } from "node:sqlite";
import { assertEquals } from "@std/assert";
import { readHistory } from "./_history.ts";
import { createTables, insertAccepted, insertRecord } from "./_rows.ts";

/** A store of records, each written as commit, figure, time of the commit and machine. */
function stored(...records: [commit: string, value: number, committedAt?: number | null, machine?: string][]) {
  const database = new DatabaseSync(":memory:");
  createTables(database);
  for (const [at, [commit, value, committedAt = null, machine = "m"]] of records.entries()) {
    const metrics = { medianMs: value, p95Ms: value, p99Ms: value, madMs: 0, runs: 3 };
    insertRecord(database, { name: "a", commit, committedAt, machine, at, metrics });
  }
  return database;
}
const read = (database: DatabaseSync) => {
  const { points, notes } = readHistory(database, { name: "a", machine: "m", metric: "medianMs" });
  return { order: points.map(({ commit, value }) => `${commit}:${value}`).join(" "), notes };
};

Deno.test("readHistory: in the order of recording, those of one commit together", () => {
  using database = stored(["c1", 1], ["c2", 2], ["c1", 3], ["c3", 4]);
  assertEquals(read(database), { order: "c1:1 c1:3 c2:2 c3:4", notes: [] });
});

Deno.test("readHistory: in the order of the commits where that is known", () => {
  using database = stored(["c3", 3, 300], ["c1", 1, 100], ["c2", 2, 200]);
  assertEquals(read(database), {
    order: "c1:1 c2:2 c3:3",
    notes: ["3 commits were not recorded in the order they were made in"],
  });
});

Deno.test("readHistory: a commit's time may be said by any of its records", () => {
  using database = stored(["c2", 2], ["c1", 1, -5], ["c2", 4, 200]);
  assertEquals(read(database).order, "c1:1 c2:2 c2:4");
});

Deno.test("readHistory: other machines, and rows that are none, are left out and said", () => {
  using database = stored(["c1", 1], ["c1", 9, null, "big"], ["c2", 9, null, "small"]);
  database.exec(`UPDATE records SET metrics = '{"medianMs":' WHERE id = 2`);
  database.exec(`INSERT INTO records (name, "commit", machine, at, metrics) VALUES ('a', 'c3', 'm', 9, '')`);
  assertEquals(read(database), {
    order: "c1:1",
    notes: ["2 records cannot be read and are left out", "1 record of other machines (small) are not compared"],
  });
});

Deno.test("readHistory: what was before an accepted level is left out, and what is accepted elsewhere does nothing", () => {
  using database = stored(["c1", 1], ["c2", 2], ["c3", 3]);
  insertAccepted(database, { name: "a", commit: "c2", reason: "", at: 0 });
  insertAccepted(database, { name: "b", commit: "c3", reason: "", at: 0 });
  insertAccepted(database, { name: "a", commit: "unknown", reason: "", at: 0 });
  assertEquals(read(database), {
    order: "c2:2 c3:3",
    notes: ["what was before commit c2 is not compared: the level since then was accepted"],
  });
});

Deno.test("readHistory: a figure that was not measured is no point", () => {
  using database = stored(["c1", 1]);
  assertEquals(readHistory(database, { name: "a", machine: "m", metric: "messages" }).points, []);
  assertEquals(readHistory(database, { name: "b", machine: "m", metric: "medianMs" }), { points: [], notes: [] });
});
