import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { type GrantOptions, grantPermissions, NO_PERMISSIONS } from "./granting.ts";
import type { HostAccess } from "./host_access.ts";
import type { Permissions } from "./permissions.ts";

/** A host that has all, in a world where `/link` leads to `/data`, and `/bad` to nothing. */
function host(changes: Partial<HostAccess> = {}): HostAccess {
  return {
    has: () => true,
    realPath: (path) => path.startsWith("/bad") ? undefined : path.replace(/^\/link(?=\/|$)/, "/data"),
    isLink: (path) => path === "/bad",
    cwd: () => "/home",
    program: (name) => name === "tool" ? "/bin/tool" : undefined,
    lifelines: () => ["/bin/deno", "/app/main.ts"],
    ...changes,
  };
}

const grant = (asked: Permissions, options: GrantOptions = {}) => grantPermissions(asked, { host: host(), ...options });
const refusal = (asked: Permissions, options: GrantOptions = {}) =>
  assertThrows(() => grant(asked, options), ArgumentError).message;

Deno.test("grantPermissions() grants nothing by default, frozen", () => {
  assertStrictEquals(grant("none"), NO_PERMISSIONS);
  assertEquals(grant({}), NO_PERMISSIONS);
  const granted = grant({ read: ["/a"] });
  assertEquals([granted, granted.read, granted.read[0]].every(Object.isFrozen), true);
});

Deno.test("case 19: paths are meant from where the host was, without a slash at the end, their links followed", () => {
  let cwd = "/home";
  const moving = host({ cwd: () => cwd });
  const granted = grantPermissions({ read: ["data/", "../x/./y", "/link/a/"] }, { host: moving });
  cwd = "/elsewhere";
  assertEquals(granted.read, [
    { asked: "/home/data", real: "/home/data" },
    { asked: "/x/y", real: "/x/y" },
    { asked: "/link/a", real: "/data/a" },
  ]);
});

Deno.test("case 19: no more than the host has, of a directory's part, of one port, of all", () => {
  const part = host({ has: (_name, what) => what === "/a/b" || what === "h:443" });
  const no = (asked: Permissions) => refusal(asked, { host: part });
  const rule = "Cannot grant permissions: no more can be granted than the host has itself, got";
  assertEquals(no({ read: ["/a"] }), `${rule} "read /a"`);
  assertEquals(no({ net: ["h"] }), `${rule} "net h"`);
  assertEquals(no({ net: ["h:80"] }), `${rule} "net h:80"`);
  assertEquals(no({ env: true, allowAll: true }), `${rule} "env"`);
  assertEquals(no({ sys: ["hostname"] }), `${rule} "sys hostname"`);
  assertEquals(no({ run: ["tool"] }), `${rule} "run tool"`);
  assertEquals(no({ import: ["x.example"] }), `${rule} "import x.example"`);
  const granted = grantPermissions({ read: ["/a/b"], net: ["H:443"] }, { host: part });
  assertEquals([granted.read, granted.net], [[{ asked: "/a/b", real: "/a/b" }], [{ host: "h", port: 443 }]]);
});

Deno.test("case 19: a link is granted as what it leads to, which the host must have", () => {
  const linked = host({ has: (_name, what) => what === "/link" });
  assertEquals(refusal({ read: ["/link"] }, { host: linked }).endsWith('got "read /link"'), true);
});

Deno.test({
  name: "case 19: this program's own permissions are the most that it grants",
  permissions: { read: [import.meta.dirname!] },
  fn: () => {
    const here = import.meta.dirname!;
    assertEquals(grantPermissions({ read: [here] }).read, [{ asked: here, real: here }]);
    const { message } = assertThrows(() => grantPermissions({ env: ["HOME"] }), ArgumentError);
    assertEquals(
      message,
      'Cannot grant permissions: no more can be granted than the host has itself, got "env HOME"',
    );
    const wide = assertThrows(() => grantPermissions({ read: ["/etc"] }), ArgumentError);
    assertEquals(
      wide.message,
      'Cannot grant permissions: the host can follow the paths that it grants, got "/etc"',
    );
  },
});

Deno.test("grantPermissions() refuses paths that are the system's own, or lead nowhere", () => {
  for (const path of ["/proc/self", "/dev/fd", "/sys", "../proc"]) {
    assertEquals(
      refusal({ read: [path] }),
      `Cannot grant permissions: nothing in /proc, /dev or /sys is granted to read, got "${path}"`,
    );
  }
  assertEquals(
    refusal({ write: ["/bad"] }),
    'Cannot grant permissions: a path that is granted is no link to nothing, got "/bad"',
  );
});

Deno.test("grantPermissions() refuses what is no host and no program", () => {
  for (const text of ["http://h", "h:0", "*.h.com"]) {
    assertEquals(
      refusal({ net: [text] }),
      `Cannot grant permissions: net lists hosts, with a port or without, got "${text}"`,
    );
  }
  assertEquals(
    refusal({ run: ["missing"] }),
    'Cannot grant permissions: run lists programs that the host finds, got "missing"',
  );
});

Deno.test("grantPermissions() lets nobody write where a program or module lives", () => {
  const rule = "Cannot grant permissions: nobody writes where a program, library or module lives that is run";
  assertEquals(refusal({ write: ["/bin"] }), `${rule} (/bin/deno), got "/bin"`);
  assertEquals(refusal({ write: ["/app/main.ts"] }), `${rule} (/app/main.ts), got "/app/main.ts"`);
  assertEquals(refusal({ write: ["/"] }), `${rule} (/bin/deno), got "/"`);
  const bare = host({ lifelines: () => [], program: () => "/tools/tool" });
  assertEquals(refusal({ write: ["/tools"], run: ["tool"] }, { host: bare }), `${rule} (/tools/tool), got "/tools"`);
  assertEquals(
    refusal({ write: ["/link"], run: ["tool"] }, { host: host({ lifelines: () => [], program: () => "/link/tool" }) }),
    `${rule} (/data/tool), got "/link"`,
  );
  assertEquals(
    refusal({ write: ["/plugin/data"] }, { host: bare, keep: ["/plugin"] }),
    `${rule} (/plugin), got "/plugin/data"`,
  );
  assertEquals(grant({ write: ["/application"] }).write.length, 1);
});

Deno.test("grantPermissions() keeps the host's own safe also where the host may not look", () => {
  const blind = host({
    realPath: (path) => {
      if (path.startsWith("/bin")) throw new Deno.errors.PermissionDenied("No");
      return path;
    },
  });
  assertEquals(refusal({ write: ["/"] }, { host: blind }).includes("(/bin/deno)"), true);
  assertEquals(grant({ write: ["/data"] }, { host: blind }).write.length, 1);
});

Deno.test("grantPermissions() warns of what is no wall", () => {
  assertEquals(grant({ read: ["/a"] }).warnings, []);
  assertEquals(grant({ run: ["tool"] }).warnings, [
    "run = no wall: a program that the guest starts may do all that the host may",
  ]);
  const all = grant({ run: true, write: true, allowAll: true });
  assertEquals(all.warnings, [
    "run = no wall: a program that the guest starts may do all that the host may",
    "write = no wall: who writes everywhere can change what the host runs",
  ]);
  assertEquals([all.run, all.write], ["all", "all"]);
});

Deno.test("grantPermissions() grants a program as what it was asked for by, where it is, and where that leads", () => {
  const linked = host({ program: () => "/link/ls" });
  assertEquals(grant({ run: ["ls"] }, { host: linked }).run, [{ asked: "ls", path: "/link/ls", real: "/data/ls" }]);
  const byPath = host({ has: (_name, what) => what === "/link/ls", program: () => "/link/ls" });
  assertEquals(grant({ run: ["ls"] }, { host: byPath }).run.length, 1);
});

Deno.test("grantPermissions() grants libraries by their paths, and warns of them", () => {
  const granted = grant({ ffi: ["/link/one.so", "natives/"] });
  assertEquals(granted.ffi, [{ asked: "/link/one.so", real: "/data/one.so" }, {
    asked: "/home/natives",
    real: "/home/natives",
  }]);
  const warnings = ["ffi = no wall: native code that the guest calls may do all that the host may"];
  assertEquals(granted.warnings, warnings);
  assertEquals([grant({ ffi: [] }).ffi, grant({ ffi: [] }).warnings], [[], []]);
  const all = grant({ ffi: true, allowAll: true });
  assertEquals([all.ffi, all.warnings], ["all", warnings]);
  const part = host({ has: (_name, what) => what === "/link/one.so" });
  assertEquals(refusal({ ffi: ["/link/one.so"] }, { host: part }).endsWith('got "ffi /link/one.so"'), true);
  assertEquals(
    refusal({ ffi: true, write: ["/data"], allowAll: true }),
    'Cannot grant permissions: who loads every library writes nothing: it might be the next library, got ["/data"]',
  );
  assertEquals(
    refusal({ ffi: ["/dev/shm/x.so"] }),
    'Cannot grant permissions: nothing in /proc, /dev or /sys is granted to ffi, got "/dev/shm/x.so"',
  );
  assertEquals(
    refusal({ ffi: ["/link/one.so"], write: ["/data"] }),
    "Cannot grant permissions: nobody writes where a program, library or module lives that is run (/data/one.so), " +
      'got "/data"',
  );
});

Deno.test("grantPermissions() grants of sys what there is", () => {
  assertEquals(
    refusal({ sys: ["cpus"] }),
    "Cannot grant permissions: sys lists some of hostname, osRelease, osUptime, loadavg, systemMemoryInfo, networkInterfaces, " +
      'uid, gid, got "cpus"',
  );
  assertEquals(grant({ sys: ["hostname"] }).sys, ["hostname"]);
});

Deno.test("grantPermissions() grants imports by https:, and by http: where that is said", () => {
  const hosts = ["jsr.io:443", "https://a.example/", "https://b.example:8443", "http://127.0.0.1/"];
  assertEquals(grant({ import: hosts }).import, [
    { host: "jsr.io", port: 443 },
    { host: "a.example", port: 443 },
    { host: "b.example", port: 8443 },
    { host: "127.0.0.1", port: 80, protocol: "http" },
  ]);
  for (const text of ["https://a.example/folder/", "ftp://a.example/", "https://user@a.example/"]) {
    assertEquals(
      refusal({ import: [text] }),
      `Cannot grant permissions: import lists hosts, with a port or without, got "${text}"`,
    );
  }
});

Deno.test("grantPermissions() refuses a variable that cannot be one", () => {
  assertEquals(
    refusal({ env: ["A=B"] }),
    'Cannot grant permissions: env lists names of variables, in which there is no =, got "A=B"',
  );
});
