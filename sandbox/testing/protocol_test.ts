import { assertEquals } from "@std/assert";
import { System } from "@superlearner/otp";
import { expose } from "./expose.ts";
import { ASKS } from "./protocol.ts";

Deno.test("ASKS: each once, and a submission knows them all", async () => {
  assertEquals(new Set(ASKS).size, ASKS.length);
  await using system = new System();
  const ask = expose({}, system);
  for (const name of ASKS.filter((name) => name !== "tree" && name !== "settle" && name !== "whereis")) {
    assertEquals((await ask(name, ["x", "y"])).outcome, "lacks", name);
  }
});
