import { assertEquals, assertMatch } from "@std/assert";
import { machineClass } from "./machine.ts";

Deno.test("machineClass: is the same each time, and says system, processor and cores", () => {
  assertEquals(machineClass(), machineClass());
  assertMatch(machineClass(), /^\w+ \w+, \d+ x .+$/);
});
