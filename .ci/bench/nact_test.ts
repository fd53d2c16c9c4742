import { assertEquals, assertRejects } from "@std/assert";
import { nact } from "./nact.ts";

Deno.test("nact is a peer that wants to be installed first", async () => {
  assertEquals(nact.name, "nact");
  await assertRejects(async () => await nact.run(), Error, "it is installed first");
});
