import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkPermissions, PERMISSION_NAMES, type Permissions } from "./permissions.ts";

const bad = (asked: unknown) => assertThrows(() => checkPermissions(asked as Permissions), ArgumentError).message;

Deno.test("PERMISSION_NAMES: each of Deno's, once", () => {
  assertEquals([...PERMISSION_NAMES].sort(), ["env", "ffi", "import", "net", "read", "run", "sys", "write"]);
});

Deno.test("checkPermissions() gives back what has the right form", () => {
  assertEquals(checkPermissions("none"), "none");
  const asked = { read: ["/a"], net: [], env: true, allowAll: true } as const;
  assertStrictEquals(checkPermissions(asked), asked);
});

Deno.test("checkPermissions() refuses what has not", () => {
  for (const [asked, shown] of [[null, "null"], [["read"], '["read"]'], ["all", '"all"']] as const) {
    assertEquals(bad(asked), `Cannot grant permissions: permissions are "none" or an object, got ${shown}`);
  }
  assertEquals(
    bad({ reed: true }),
    'Cannot grant permissions: a permission is one of read, write, net, env, run, sys, ffi, import, got "reed"',
  );
  assertEquals(bad({ allowAll: 1 }), "Cannot grant permissions: allowAll is true or false, got 1");
  for (const ask of [false, "x", null]) {
    const shown = typeof ask === "string" ? `"${ask}"` : ask;
    assertEquals(bad({ net: ask }), `Cannot grant permissions: net is true or a list of texts, got ${shown}`);
  }
});

Deno.test("checkPermissions() wants allowAll: true beside true", () => {
  assertEquals(bad({ read: true }), "Cannot grant permissions: all of read needs allowAll: true beside it, got true");
  assertEquals(bad({ read: true, allowAll: false }).includes("needs allowAll: true"), true);
});

Deno.test("checkPermissions() refuses texts that are empty, or hide something", () => {
  const rule = "what read lists are texts with something in them and nothing hidden";
  assertEquals(bad({ read: [""] }), `Cannot grant permissions: ${rule}, got ""`);
  assertEquals(bad({ read: ["/a\0b"] }), `Cannot grant permissions: ${rule}, got "/a\\u0000b"`);
  assertEquals(bad({ read: ["/a\n/b"] }), `Cannot grant permissions: ${rule}, got "/a\\n/b"`);
  for (const text of ["/a\u202e", "/a\u200b", "\ud800"]) assertEquals(bad({ read: [text] }).includes(rule), true);
  assertEquals(bad({ read: [7] }), `Cannot grant permissions: ${rule}, got 7`);
});
