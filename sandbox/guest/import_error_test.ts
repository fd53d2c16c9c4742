import { assertEquals, assertInstanceOf } from "@std/assert";
import { ImportError } from "./import_error.ts";

Deno.test("ImportError is a TypeError with a name of its own", () => {
  const error = new ImportError("why", { specifier: "x", from: "/a.ts", code: "denied" });
  assertInstanceOf(error, TypeError);
  assertEquals(String(error), 'ImportError: Cannot import "x" in /a.ts: why');
});
