import { assertEquals } from "@std/assert";
import { RowsReply, TextReply } from "./reply.ts";

Deno.test("RowsReply makes a row when it is due, and not before", () => {
  const made: number[] = [];
  const rows = RowsReply.of([1, 2, 3, 4], (each) => (made.push(each), each * 10));
  assertEquals([rows.length, made], [4, []]);
  assertEquals(rows.slice(1, 3), [20, 30]);
  assertEquals(made, [2, 3]);
  assertEquals(rows.slice(), [10, 20, 30, 40]);
});

Deno.test("TextReply keeps media type and text", () => {
  assertEquals({ ...new TextReply("text/csv", "a,b") }, { contentType: "text/csv", text: "a,b" });
});
