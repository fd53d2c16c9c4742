import { assertEquals, assertThrows } from "@std/assert";
import { OperationError } from "../operations/operation_error.ts";
import { nextCursor, readCursor } from "./process_cursor.ts";
import type { Order, Placed } from "./process_order.ts";

const place: Placed = { pid: "<0.7.0>", name: "x", module: "M", memory: 1, mailboxLength: 1, handled: 1, startedAt: 1 };
const byPid: Order = { sort: "pid", direction: "asc" };

Deno.test("readCursor() gives back the place", () => {
  assertEquals(readCursor(nextCursor(place, byPid)!, byPid).pid, "<0.7.0>");
  const byModule: Order = { sort: "module", direction: "desc" };
  assertEquals(readCursor(nextCursor(place, byModule)!, byModule).module, "M");
});

Deno.test("case 8: readCursor() refuses one that is forged or belongs elsewhere", () => {
  const encode = (value: unknown) =>
    new TextEncoder().encode(JSON.stringify(value)).toBase64({ alphabet: "base64url" });
  for (
    const text of [
      "",
      "!!!",
      "abc",
      encode(null),
      encode([1, "pid", "asc", "x", ""]),
      encode([2, "pid", "asc", "<0.1.0>", ""]),
    ]
  ) {
    assertThrows(() => readCursor(text, byPid), OperationError, "query cursor is none that was given out here", text);
  }
  const other = nextCursor(place, { sort: "pid", direction: "desc" })!;
  assertThrows(() => readCursor(other, byPid), OperationError, "query cursor belongs to another sort");
});

Deno.test("case 8: nextCursor() gives none for a sort by what changes", () => {
  const byMemory: Order = { sort: "memory", direction: "desc" };
  assertEquals(nextCursor(place, byMemory), undefined);
  assertThrows(() => readCursor("x", byMemory), OperationError, "query cursor goes with sort=pid or sort=module");
});
