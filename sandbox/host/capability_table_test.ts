import { assertEquals, assertStrictEquals } from "@std/assert";
import { capabilityOf, type CapabilityTable } from "./capability_table.ts";

Deno.test("capabilityOf() gives what a table has of its own, and nothing that every object has", () => {
  const table: CapabilityTable<string> = { say: (part, [word]) => `${part} ${word}` };
  assertStrictEquals(capabilityOf(table, "say"), table.say);
  assertEquals(capabilityOf(table, "say")?.("it", ["is"]), "it is");
  for (const name of ["toString", "constructor", "__proto__", "Say", ""]) {
    assertEquals(capabilityOf(table, name), undefined);
  }
});
