import { assertEquals, assertRejects } from "@std/assert";
import { effectCalls } from "./effect.ts";

Deno.test("effectCalls is a peer that wants to be installed first", async () => {
  assertEquals(effectCalls.name, "effect");
  await assertRejects(async () => await effectCalls.run(), Error, "it is installed first");
});
