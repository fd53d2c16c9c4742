import { assertEquals, assertRejects } from "@std/assert";
import { nactCalls } from "./nact.ts";

Deno.test("nactCalls is a peer that wants to be installed first", async () => {
  assertEquals(nactCalls.name, "nact");
  await assertRejects(async () => await nactCalls.run(), Error, "it is installed first");
});
