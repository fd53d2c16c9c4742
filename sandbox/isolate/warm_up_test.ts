import { assertEquals } from "@std/assert";
import { GUEST_BUNDLE } from "../guest/guest_bundle.ts";
import { GuestCode } from "./guest_code.ts";
import { warmUp } from "./warm_up.ts";

Deno.test("warmUp() lets nobody see what it did: the next realm is one in which only the code has run", async () => {
  const code = new GuestCode(GUEST_BUNDLE);
  const before = code.realm();
  await warmUp(code);
  const after = code.realm();
  assertEquals([after === before, Object.keys(after)], [false, Object.keys(before)]);
});
