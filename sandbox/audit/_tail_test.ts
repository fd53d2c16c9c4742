import { assertEquals, assertThrows } from "@std/assert";
import { findTail } from "./_tail.ts";
import { AuditError } from "./audit_error.ts";
import { AuditLog } from "./audit_log.ts";
import { fill, handClock, place } from "./testdata/logs.ts";

function tail(path: string) {
  using file = Deno.openSync(path, { read: true, write: true, create: true });
  return findTail(file, path);
}

Deno.test("findTail() of no line is the beginning", async () => {
  await using at = await place();
  assertEquals(tail(at.path), { seq: 0, hash: "0".repeat(64), size: 0, torn: 0 });
  await Deno.writeTextFile(at.path, '{"se');
  assertEquals(tail(at.path), { seq: 0, hash: "0".repeat(64), size: 0, torn: 4 });
});

Deno.test("findTail() is the end of the last whole line, however long the lines are", async () => {
  await using at = await place();
  const detail = "x".repeat(3_900);
  {
    using log = AuditLog.open(at.path, { clock: handClock() });
    for (let n = 0; n < 3; n++) log.record({ who: "a", what: "b", result: "ok", detail: [detail] });
  }
  const { size } = await Deno.stat(at.path);
  const { hash: _, ...found } = tail(at.path);
  assertEquals(found, { seq: 3, size, torn: 0, first: 1 });
  await Deno.writeTextFile(at.path, "torn", { append: true });
  const { hash: __, ...torn } = tail(at.path);
  assertEquals(torn, { seq: 3, size, torn: 4, first: 1 });
});

Deno.test("findTail() of an empty file is the end of the last one put aside", async () => {
  await using at = await place();
  fill(at.path, 2);
  await Deno.rename(at.path, `${at.path}.000000000001`);
  const { hash, ...found } = tail(at.path);
  assertEquals([found, hash === "0".repeat(64)], [{ seq: 2, size: 0, torn: 0 }, false]);
  await Deno.writeTextFile(`${at.path}.000000000001`, "");
  const { message } = assertThrows(() => tail(at.path), AuditError);
  assertEquals(message, `Cannot open the audit log: its last line is a record, at ${at.path}.000000000001`);
});
