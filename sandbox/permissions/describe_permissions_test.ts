import { assertEquals } from "@std/assert";
import { describePermissions, permissionLines } from "./describe_permissions.ts";
import { NO_PERMISSIONS } from "./granting.ts";

Deno.test("permissionLines() has a line for each grant", () => {
  assertEquals(permissionLines(NO_PERMISSIONS), []);
  const lines = permissionLines({
    read: [{ asked: "/link", real: "/data" }, { asked: "/x", real: "/x" }],
    write: "all",
    net: [{ host: "h" }, { host: "[::1]", port: 80 }],
    env: ["LANG"],
    run: [{ asked: "tool", path: "/bin/tool", real: "/bin/tool" }],
    sys: ["cpus"],
    ffi: [{ asked: "/lib/one.so", real: "/lib/one.so" }],
    import: "all",
    warnings: [],
  });
  assertEquals(lines, [
    "read /link (which is /data)",
    "read /x",
    "write every file",
    "talk to h",
    "talk to [::1]:80",
    "read the variable LANG",
    "run tool (which is /bin/tool)",
    "be told of the machine its cpus",
    "load the native library /lib/one.so",
    "import code from every host",
  ]);
});

Deno.test("describePermissions() says what to be warned of", () => {
  assertEquals(
    describePermissions({ ...NO_PERMISSIONS, env: ["A"], warnings: ["run = no wall"] }),
    "It may:\n  read the variable A\nWarning: run = no wall",
  );
});
