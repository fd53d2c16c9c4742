import { assertEquals } from "@std/assert";
import vm from "node:vm";
import { GUEST_BUNDLE } from "../guest/guest_bundle.ts";
import { GuestCode } from "./guest_code.ts";

Deno.test("GuestCode: each realm is another one in which only the code has run, whether it was prepared or not", () => {
  const first = new GuestCode(GUEST_BUNDLE);
  const code = new GuestCode(GUEST_BUNDLE, first.makeCache());
  code.prepare();
  const realms = [code.realm(), code.realm(), first.realm()];
  assertEquals(new Set(realms).size, 3);
  for (const realm of realms) {
    assertEquals(vm.runInContext("[typeof __glue.boot, typeof console].join()", realm), "function,undefined");
  }
});
