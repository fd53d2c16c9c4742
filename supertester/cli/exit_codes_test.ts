import { assertEquals } from "@std/assert";
import { EXIT } from "./exit_codes.ts";

Deno.test("EXIT: codes differ, and only 0 is a pass", () => {
  const codes = Object.values(EXIT);
  assertEquals(new Set(codes).size, codes.length);
  assertEquals(Object.entries(EXIT).filter(([, code]) => code === 0).map(([name]) => name), ["passed"]);
});
