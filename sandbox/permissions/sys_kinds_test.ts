import { assertEquals } from "@std/assert";
import { isSysKind, SYS_KINDS } from "./sys_kinds.ts";

Deno.test("SYS_KINDS: each is a function of Deno by that name, and a kind that it knows", () => {
  for (const kind of SYS_KINDS) {
    assertEquals([kind, typeof (Deno as unknown as Record<string, unknown>)[kind]], [kind, "function"]);
    assertEquals(typeof Deno.permissions.querySync({ name: "sys", kind }).state, "string");
  }
  assertEquals([isSysKind("hostname"), isSysKind("cpus"), isSysKind("constructor")], [true, false, false]);
});
