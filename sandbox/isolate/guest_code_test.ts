import { assertEquals, assertNotEquals } from "@std/assert";
import vm from "node:vm";
import type { RealmConfig } from "../guest/protocol.ts";
import { GUEST_BUNDLE } from "../guest/guest_bundle.ts";
import { GuestCode } from "./guest_code.ts";
import { NOBODY } from "./rehearsal.ts";

const PLAIN = { granted: [], env: {} };

Deno.test("GuestCode: each realm is another one in which only the code has run, whether it was prepared or not", () => {
  const first = new GuestCode(GUEST_BUNDLE);
  const code = new GuestCode(GUEST_BUNDLE, first.makeCache());
  code.prepareReady();
  code.prepareReady();
  code.prepare();
  const realms = [code.realm(PLAIN), code.realm(PLAIN), code.realm(PLAIN), first.realm(NOBODY)];
  assertEquals(new Set(realms).size, 4);
  assertEquals(new Set(realms.map(({ glue }) => glue)).size, 4);
  for (const { context, glue } of realms) {
    assertEquals(vm.runInContext(`[typeof ${glue}.boot, typeof __glue].join()`, context), "function,undefined");
  }
});

Deno.test("GuestCode gives a realm that is ready to nobody who was granted something, or has a seed", () => {
  const code = new GuestCode(GUEST_BUNDLE);
  const outcome = (expression: string, config: Partial<RealmConfig>) => {
    code.prepareReady();
    const asked = `(() => { try { return ${expression} } catch (error) { return error.name } })()`;
    return vm.runInContext(asked, code.realm({ ...PLAIN, ...config }).context) as unknown;
  };
  const command = "typeof new Deno.Command('x')";
  assertEquals([outcome(command, {}), outcome(command, { granted: ["run"] })], ["NotCapable", "object"]);
  const variable = "Deno.env.get('A')";
  assertEquals([outcome(variable, {}), outcome(variable, { env: { A: "1" } })], ["NotCapable", "1"]);
  const host = "Deno.hostname()";
  assertEquals([outcome(host, { sys: {} }), outcome(host, { sys: { hostname: "h" } })], ["NotCapable", "h"]);
  const chance = "Math.random()";
  assertEquals(outcome(chance, { seed: 5 }), outcome(chance, { seed: 5 }));
  assertNotEquals(outcome(chance, {}), outcome(chance, { seed: 5 }));
});
