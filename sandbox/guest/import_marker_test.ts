import { assertEquals } from "@std/assert";
import { importMarker, readImportMarker } from "./import_marker.ts";

Deno.test("importMarker: the literals come back, each once, in one order", () => {
  assertEquals(readImportMarker(importMarker(["./b.ts", '"', "./a.ts", "./b.ts"])), ['"', "./a.ts", "./b.ts"]);
  assertEquals(importMarker(["./a.ts", "./b.ts"]), importMarker(["./b.ts", "./a.ts"]));
});

Deno.test("readImportMarker: others are none, and a forged one names nothing", () => {
  assertEquals(["./a.ts", "superlearner:submission", ""].map(readImportMarker), [undefined, undefined, undefined]);
  assertEquals(["x", "{}", '[5,null,"a"]'].map((each) => readImportMarker(`superlearner:import ${each}`)), [
    [],
    [],
    ["a"],
  ]);
});
