import { assertEquals } from "@std/assert";
import { entriesTest } from "./consumer.ts";
import type { Package } from "./package.ts";

Deno.test("entriesTest() imports every entry point of its version", () => {
  const one: Package = {
    name: "@a/one",
    version: "1.2.3",
    exports: { ".": "./mod.ts", "./x": "./x.ts" },
    files: new Map(),
  };
  assertEquals(entriesTest([one, { ...one, name: "@a/two", exports: {} }]).split("\n"), [
    'import "jsr:@a/one@1.2.3";',
    'import "jsr:@a/one@1.2.3/x";',
    'Deno.test("2 entry points are imported", () => {});',
    "",
  ]);
});
