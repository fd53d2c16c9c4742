import { assertEquals } from "@std/assert";
import type { ProcessFacts } from "@superlearner/otp/simulation";
import { isMeant } from "./who.ts";

Deno.test("isMeant: by pid, name, module, list or test", () => {
  const facts: ProcessFacts = { pid: "<0.3.0>", name: "till", module: "Till", behaviour: "GenServer" };
  for (const who of ["<0.3.0>", "till", "Till", ["nobody", "Till"], () => true]) {
    assertEquals(isMeant(who, facts), true);
  }
  for (const who of ["<0.4.0>", "GenServer", "", [], () => false]) assertEquals(isMeant(who, facts), false);
  assertEquals(isMeant("undefined", { ...facts, name: undefined }), false);
});
