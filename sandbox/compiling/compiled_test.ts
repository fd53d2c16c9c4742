import { assertEquals } from "@std/assert";
import { failureOf } from "./compiled.ts";

const place = { file: "/a.ts", line: 1, column: 1 };

Deno.test("failureOf() is none where nothing is wrong, and an import that was denied before all else", () => {
  const wrong = { ...place, code: "TS1005", message: "no" };
  const denied = { ...place, code: "IMPORT_DENIED", message: "no", specifier: "node:fs" };
  assertEquals(failureOf([]), undefined);
  assertEquals(failureOf([wrong]), { kind: "compile_failed", diagnostics: [wrong] });
  assertEquals(failureOf([wrong, denied]), { kind: "import_denied", specifier: "node:fs", from: "/a.ts" });
});
