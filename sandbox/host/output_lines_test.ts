import { assertEquals } from "@std/assert";
import { outputLines } from "./output_lines.ts";

Deno.test("outputLines() gives each line, of a flood so many", () => {
  assertEquals(outputLines("one"), ["one"]);
  assertEquals(outputLines("one\n\n  at two\n"), ["one", "", "  at two", ""]);
  const flood = outputLines("x\n".repeat(500));
  assertEquals([flood.length, flood[98], flood[99]?.length], [100, "x", 802]);
});
