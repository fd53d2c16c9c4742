import { assertEquals } from "@std/assert";
import { ImportDenied } from "./import_denied.ts";

Deno.test("ImportDenied says what was asked for, and where", () => {
  const { specifier, from, message } = new ImportDenied("node:fs", "/main.ts");
  assertEquals([specifier, from, message], [
    "node:fs",
    "/main.ts",
    "/main.ts imports node:fs, which was not granted",
  ]);
});
