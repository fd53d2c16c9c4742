import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { checkPermissions, hasRight, permissionFlags } from "./permissions.ts";

Deno.test("permissionFlags() gives what was asked for, if this program has it", () => {
  assertEquals(permissionFlags("none", () => true), []);
  assertEquals(permissionFlags("inherit", (name) => name === "read" || name === "net"), [
    "--allow-read",
    "--allow-net",
  ]);
  const some = { read: ["/a", "/b,c"], net: true, env: false, run: [] };
  assertEquals(permissionFlags(some, () => true), ["--allow-read=/a,/b,,c", "--allow-net"]);
  assertEquals(permissionFlags({ read: ["/a"] }, (_name, what) => what === "/a"), ["--allow-read=/a"]);
});

Deno.test("permissionFlags() gives no more than this program has", () => {
  const wide = assertThrows(() => permissionFlags({ net: true }, () => false), ArgumentError);
  assertEquals(wide.message, 'Cannot place a process: it may do no more than the program that starts it, got "net"');
  assertThrows(() => permissionFlags({ read: ["/a", "/b"] }, (_name, what) => what === "/a"), ArgumentError, "read /b");
});

Deno.test({
  name: "hasRight() says what Deno grants",
  permissions: { read: [import.meta.dirname!] },
  fn: () => {
    assertEquals([hasRight("read", import.meta.dirname!), hasRight("read"), hasRight("net")], [true, false, false]);
  },
});

Deno.test("checkPermissions() refuses what is no list of rights", () => {
  assertEquals(checkPermissions("x", { read: true, write: ["a"] }), { read: true, write: ["a"] });
  for (const bad of [null, "all", 5]) assertThrows(() => checkPermissions("x", bad as never), ArgumentError);
  assertThrows(() => checkPermissions("x", { reed: true } as never), ArgumentError, "a right is one of read, write");
  assertThrows(() => checkPermissions("x", { read: [1] } as never), ArgumentError, "true, false or a list of texts");
});
