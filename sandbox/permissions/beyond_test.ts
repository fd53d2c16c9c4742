import { assertEquals } from "@std/assert";
import { isNothing, permissionsBeyond, permissionsWithin } from "./beyond.ts";
import { type GrantedPermissions, NO_PERMISSIONS } from "./granting.ts";

const path = (real: string) => ({ asked: real, real });
const program = (name: string) => ({ asked: name, path: `/bin/${name}`, real: `/bin/${name}` });
const beyond = (wanted: Partial<GrantedPermissions>, held: Partial<GrantedPermissions>) =>
  permissionsBeyond({ ...NO_PERMISSIONS, ...wanted }, { ...NO_PERMISSIONS, ...held });

Deno.test("permissionsBeyond() is nothing where all is held", () => {
  const some = { read: [path("/a")], net: [{ host: "h", port: 1 }], env: ["A"] };
  for (const [wanted, held] of [[some, some], [{}, some], [some, { read: "all", net: "all", env: "all" }]] as const) {
    assertEquals(isNothing(beyond(wanted, held)), true);
  }
});

Deno.test("permissionsBeyond() knows that a directory holds what is in it, and a host its ports", () => {
  assertEquals(beyond({ read: [path("/a/b"), path("/ab")] }, { read: [path("/a")] }).read, [path("/ab")]);
  const ports = [{ host: "h", port: 1 }, { host: "g" }];
  assertEquals(beyond({ net: ports }, { net: [{ host: "h" }, { host: "g", port: 1 }] }).net, [{ host: "g" }]);
});

Deno.test("permissionsBeyond() takes a link for what it leads to now", () => {
  const moved = { asked: "/link", real: "/etc" };
  assertEquals(beyond({ read: [moved] }, { read: [{ asked: "/link", real: "/data" }] }).read, [moved]);
});

Deno.test("permissionsBeyond() has all beyond a list, and the warnings of what is beyond", () => {
  const warnings = ["run = no wall: x", "write = no wall: x"];
  const result = beyond({ run: "all", write: [path("/l")], warnings }, { run: [program("a")], write: [path("/l")] });
  assertEquals([result.run, result.write, result.warnings], ["all", [], ["run = no wall: x"]]);
});

Deno.test("permissionsBeyond() takes programs that share a file for two, and hosts by http: and https:", () => {
  const box = (name: string) => ({ asked: name, path: `/bin/${name}`, real: "/bin/box" });
  assertEquals(beyond({ run: [box("ls"), box("wget")] }, { run: [box("ls")] }).run, [box("wget")]);
  assertEquals(beyond({ run: [program("ls")] }, { run: [box("ls")] }).run, [program("ls")]);
  const plain = { host: "h", port: 80, protocol: "http" } as const;
  assertEquals(beyond({ import: [plain] }, { import: [{ host: "h" }] }).import, [plain]);
});

Deno.test("isNothing() is false for one thing of any permission", () => {
  assertEquals([isNothing(NO_PERMISSIONS), isNothing({ ...NO_PERMISSIONS, env: ["A"] })], [true, false]);
});

Deno.test("permissionsWithin() is what both hold", () => {
  const within = (wanted: Partial<GrantedPermissions>, held: Partial<GrantedPermissions>) =>
    permissionsWithin({ ...NO_PERMISSIONS, ...wanted }, { ...NO_PERMISSIONS, ...held });
  const asked = { read: [path("/a/b"), path("/c")], env: "all", net: [{ host: "h", port: 1 }] } as const;
  const result = within(asked, { read: [path("/a")], env: ["A"], net: "all", sys: ["cpus"] });
  assertEquals(result, { ...NO_PERMISSIONS, read: [path("/a/b")], env: ["A"], net: [{ host: "h", port: 1 }] });
});
