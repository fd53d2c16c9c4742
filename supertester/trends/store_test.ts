import { DatabaseSync } from "node:sqlite";
import { ArgumentError } from "@superlearner/otp";
import { assertEquals, assertGreater, assertMatch, assertThrows } from "@std/assert";
import { openStore } from "./store.ts";
import { insertRecord } from "./_rows.ts";
import { metricsOf } from "./metrics.ts";
import { measured, openAt, temporaryPath } from "./testdata/stores.ts";

/** A store of so many records, and its bytes. */
function filled(path: string, count: number): Uint8Array {
  using database = openStore(path).database;
  database.exec("BEGIN"); // each for itself would wait for the disk
  for (let at = 1; at <= count; at++) {
    const metrics = metricsOf(measured(100));
    insertRecord(database, { name: "request", commit: `c${at}`, committedAt: null, machine: "a machine", at, metrics });
  }
  database.exec("COMMIT");
  return Deno.readFileSync(path);
}
const countIn = (path: string) => {
  using trends = openAt(path);
  return { count: trends.check("request", { window: 10_000 }).points.length, notes: trends.notes };
};

Deno.test("openStore: begins a store, also in a folder that is not there, and finds it again", () => {
  using place = temporaryPath();
  const path = place.path.replace("trends.db", "new/folder/trends.db");
  openStore(path).database.close();
  filled(path, 3);
  assertEquals(countIn(path), { count: 3, notes: [] });
});

Deno.test("openStore: an empty file is a store that was not begun", () => {
  using place = temporaryPath();
  Deno.writeFileSync(place.path, new Uint8Array());
  assertEquals(countIn(place.path), { count: 0, notes: [] });
});

Deno.test("case 24: a store cut off in the middle is set aside, and what can be read is taken over", () => {
  using place = temporaryPath();
  const whole = filled(place.path, 2000);
  Deno.writeFileSync(place.path, whole.subarray(0, Math.floor(whole.length * 0.7)));
  const { count, notes } = countIn(place.path);
  assertGreater(count, 500);
  const aside = `${place.path}.damaged-1`;
  assertEquals(notes, [
    `the store was damaged: ${count} of its records were read, and the damaged file is kept as ${aside}`,
  ]);
  assertEquals(Deno.readFileSync(aside).length, Math.floor(whole.length * 0.7));
  assertEquals(countIn(place.path), { count, notes: [] }); // whole again
});

Deno.test("case 24: a page lost in the middle costs its records only", () => {
  using place = temporaryPath();
  const whole = filled(place.path, 2000);
  whole.fill(0, 20_000, 30_000);
  Deno.writeFileSync(place.path, whole);
  const { count, notes } = countIn(place.path);
  assertGreater(count, 0);
  assertMatch(notes[0]!, /^the store was damaged: \d+ of its records were read/);
});

Deno.test("case 24: a store of which nothing is left begins anew, and says so; the wreck is kept", () => {
  using place = temporaryPath();
  const whole = filled(place.path, 20);
  for (const [at, wreck] of [new Uint8Array(whole.length), whole.subarray(0, 50), whole.subarray(0, 100)].entries()) {
    Deno.writeFileSync(place.path, wreck);
    const aside = `${place.path}.damaged-${at + 1}`;
    const notes = [
      `the store was damaged: none of its records could be read, and the damaged file is kept as ${aside}`,
    ];
    assertEquals(countIn(place.path), { count: 0, notes });
    assertEquals(Deno.readFileSync(aside), wreck);
  }
});

Deno.test("case 24: a journal left behind is not taken for the new store's", () => {
  using place = temporaryPath();
  const whole = filled(place.path, 20);
  Deno.writeFileSync(place.path, whole.subarray(0, 5000));
  Deno.writeFileSync(`${place.path}-journal`, new Uint8Array(512));
  assertEquals(countIn(place.path).notes.length, 1);
  assertEquals(countIn(place.path).notes.length, 0);
});

Deno.test("openStore: what is something else is left alone", () => {
  using place = temporaryPath();
  const text = new TextEncoder().encode("Not a store at all, but somebody's notes. ".repeat(10));
  Deno.writeFileSync(place.path, text);
  const refused = () => assertThrows(() => openStore(place.path), ArgumentError).rule;
  assertEquals(refused(), "the file is a trend store, or does not exist");
  assertEquals(Deno.readFileSync(place.path), text);
  Deno.removeSync(place.path);
  using other = new DatabaseSync(place.path);
  other.exec("CREATE TABLE customers (id INTEGER)");
  assertEquals(refused(), "the file is a trend store, or does not exist");
});

Deno.test("openStore: one of a later version is left alone", () => {
  using place = temporaryPath();
  filled(place.path, 1);
  {
    using database = new DatabaseSync(place.path);
    database.exec("PRAGMA user_version = 2");
  }
  const error = assertThrows(() => openStore(place.path), ArgumentError);
  assertEquals(
    error.message,
    "Cannot open the trends: the store is of version 1 or before (a later supertester has written it), got 2",
  );
});

Deno.test("openStore: two may write to one file", () => {
  using place = temporaryPath();
  using one = openAt(place.path);
  using other = openAt(place.path);
  one.add([1, 2]);
  other.add([3], 3);
  one.add([4], 4);
  assertEquals(other.list()[0]?.records, 4);
});
