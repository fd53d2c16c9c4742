import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { stub } from "@std/testing/mock";
import { AuditLog } from "./audit_log.ts";
import { handClock, place } from "./testdata/logs.ts";

Deno.test("AuditLog makes the disk keep lines after so many of them, or after a time", async () => {
  await using at = await place();
  let synced = 0;
  using _stub = stub(Deno.FsFile.prototype, "syncDataSync", () => void synced++);
  const clock = handClock();
  using log = AuditLog.open(at.path, { clock, syncEvery: 3, syncMs: 100 });
  const record = () => log.record({ who: "a", what: "b", result: "ok" });
  record();
  record();
  assertEquals(synced, 0);
  record();
  assertEquals(synced, 1);
  clock.move(1_000);
  assertEquals(synced, 1);
  record();
  clock.move(99);
  assertEquals(synced, 1);
  clock.move(1);
  assertEquals(synced, 2);
  record();
  log.sync();
  log.sync();
  assertEquals(synced, 3);
  record();
  log.close();
  assertEquals(synced, 4);
});

Deno.test("AuditLog: a disk that fails while nobody waits ends nothing; who writes or closes next is told, once", async () => {
  await using at = await place();
  const failure = new Error("the disk is gone");
  let fails = true;
  using _stub = stub(Deno.FsFile.prototype, "syncDataSync", () => {
    if (fails) throw failure;
  });
  const clock = handClock();
  const log = AuditLog.open(at.path, { clock, syncMs: 100 });
  const record = () => log.record({ who: "a", what: "b", result: "ok" });
  record();
  clock.move(100);
  assertStrictEquals(assertThrows(record), failure);
  assertEquals(log.head.seq, 1);
  record();
  clock.move(100);
  fails = false;
  assertStrictEquals(assertThrows(() => log.close()), failure);
  log.close();
});
