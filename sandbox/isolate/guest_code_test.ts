import { assertEquals } from "@std/assert";
import vm from "node:vm";
import { GuestCode } from "./guest_code.ts";

const BUNDLE = "globalThis.__glue = { boot: (config) => { globalThis.booted = JSON.parse(config).name; } };";

Deno.test("GuestCode: each realm is another one in which only the code has run, whether it was prepared or not", () => {
  const first = new GuestCode(BUNDLE);
  const code = new GuestCode(BUNDLE, first.makeCache());
  code.prepare();
  const realms = [code.realm(), code.realm(), first.realm()];
  assertEquals(new Set(realms).size, 3);
  for (const realm of realms) {
    assertEquals(vm.runInContext("[typeof __glue.boot, typeof booted].join()", realm), "function,undefined");
  }
});
