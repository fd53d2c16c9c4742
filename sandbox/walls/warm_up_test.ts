import { assertEquals } from "@std/assert";
import vm from "node:vm";
import { GUEST_BUNDLE } from "../guest/guest_bundle.ts";
import { GuestCode } from "../isolate/guest_code.ts";
import { NOBODY } from "../isolate/rehearsal.ts";
import { warmUp } from "./warm_up.ts";

Deno.test("warmUp() lets nobody see what it did: the next realm is one in which only the code has run", async () => {
  const code = new GuestCode(GUEST_BUNDLE);
  const names = () =>
    vm.runInContext("Object.getOwnPropertyNames(globalThis).sort().join()", code.realm(NOBODY).context);
  const before = names();
  await warmUp(code);
  assertEquals([names(), names()], [before, before]);
});
