import { assertEquals, assertThrows } from "@std/assert";
import { join } from "node:path";
import { SandboxError } from "../limits/sandbox_error.ts";
import { type GrantedPermissions, NO_PERMISSIONS } from "./granting.ts";
import { type Demand, Grants } from "./grants.ts";
import { PERMISSION_NAMES, type PermissionName } from "./permissions.ts";

const plain = { realPath: (path: string) => path, isLink: () => false, program: (name: string) => `/bin/${name}` };
const grants = (granted: Partial<GrantedPermissions>) => new Grants({ ...NO_PERMISSIONS, ...granted }, { host: plain });
const denial = (decider: Grants, demand: Demand) =>
  assertThrows(() => decider.demand("open a file", demand), SandboxError);

Deno.test("Grants allows nothing of nothing", () => {
  const none = grants({});
  assertEquals([none.allowsRead("/"), none.allowsWrite("/"), none.allowsNet("h", 1), none.allowsEnv("A")], [
    false,
    false,
    false,
    false,
  ]);
  assertEquals([none.allowsSys("cpus"), none.allowsRun("/x"), none.programFor("/x"), none.allowsImport("https://h/")], [
    false,
    false,
    undefined,
    false,
  ]);
});

Deno.test("Grants allows what was granted, each by its own permission", () => {
  const some = grants({
    read: [{ asked: "/data", real: "/data" }],
    net: [{ host: "h", port: 443 }],
    env: ["LANG"],
    sys: ["cpus"],
    run: [{ asked: "tool", path: "/bin/tool", real: "/bin/tool" }],
    import: [{ host: "code.example" }],
  });
  assertEquals([some.allowsRead("/data/x"), some.allowsWrite("/data/x"), some.programFor("tool")], [
    true,
    false,
    "/bin/tool",
  ]);
  assertEquals([some.allowsNet("H", 443), some.allowsUrl("https://h/x"), some.allowsUrl("http://h/x")], [
    true,
    true,
    false,
  ]);
  assertEquals([some.allowsEnv("LANG"), some.allowsEnv("lang"), some.allowsEnv("")], [true, false, false]);
  assertEquals([some.allowsSys("cpus"), some.allowsRun("/bin/tool"), some.allowsRun("other")], [true, true, false]);
});

Deno.test("Grants.allowsImport() is for https: of granted hosts, whatever else there is", () => {
  const code = grants({ import: [{ host: "code.example", port: 443 }], net: "all" });
  assertEquals([code.allowsImport("https://code.example/a.ts"), code.allowsImport("HTTPS://CODE.example/a")], [
    true,
    true,
  ]);
  const others = [
    "http://code.example/a.ts",
    "https://code.example:8443/a.ts",
    "https://code.example@evil/a.ts",
    "npm:left-pad",
    "jsr:@std/assert",
    "node:fs",
    "data:text/javascript,1",
    "blob:https://code.example/x",
    "file:///etc/passwd",
    "lodash",
    "./a.ts",
  ];
  for (const specifier of others) assertEquals([specifier, code.allowsImport(specifier)], [specifier, false]);
});

Deno.test("Grants.demand() gives back what is to be used, not the guest's words", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.mkdir(join(dir, "data"));
    await Deno.symlink("data", join(dir, "link"));
    const real = join(dir, "data");
    const decider = new Grants({
      ...NO_PERMISSIONS,
      read: [{ asked: join(dir, "link"), real }],
      net: [{ host: "127.0.0.1" }],
    });
    const use = (permission: PermissionName, target: string) => decider.demand("x", { permission, target });
    assertEquals(use("read", join(dir, "link", "x")), join(real, "x"));
    assertEquals(use("net", "2130706433:80"), "127.0.0.1:80");
    assertEquals(use("net", "http://evil@0x7f.1:81/x"), "http://evil@127.0.0.1:81/x");
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("Grants.demand() refuses a host whose words may be read in two ways", () => {
  const decider = grants({ net: [{ host: "h" }] });
  for (const target of ["h", "h:80@evil", "evil:80@h:80", "h:80/x", "h :80", "file://h/x", "javascript://h"]) {
    const { message } = denial(decider, { permission: "net", target });
    assertEquals(message, `Cannot open a file: the permission net was not granted for ${target}`);
  }
});

Deno.test("Grants.demand() refuses each permission by its name", () => {
  for (const permission of PERMISSION_NAMES) {
    const error = denial(grants({}), { permission, target: "thing" });
    const [message, failure] = permission === "import"
      ? ["the import thing of the guest was not granted", {
        kind: "import_denied",
        specifier: "thing",
        from: "the guest",
      }]
      : [`the permission ${permission} was not granted for thing`, {
        kind: "permission_denied",
        permission,
        target: "thing",
      }];
    assertEquals([error.message, error.failure], [`Cannot open a file: ${message}`, failure] as unknown[]);
  }
  const { message } = denial(grants({}), { permission: "import", target: "npm:x", from: "/main.ts" });
  assertEquals(message, "Cannot open a file: the import npm:x of /main.ts was not granted");
});

Deno.test("escape 9: a refusal is the same for what is there and what is not", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    for (const name of ["data", "secret"]) await Deno.mkdir(join(dir, name));
    await Deno.writeTextFile(join(dir, "secret", "there"), "");
    await Deno.symlink("../secret", join(dir, "data", "link"));
    const decider = new Grants({ ...NO_PERMISSIONS, read: [{ asked: join(dir, "data"), real: join(dir, "data") }] });
    for (const way of ["secret", "data/link", "data/../secret"]) {
      const [there, absent] = ["there", "absent"].map((name) => {
        const target = `${dir}/${way}/${name}`;
        return denial(decider, { permission: "read", target }).message.replaceAll(target, "TARGET");
      });
      assertEquals(
        [there, absent],
        Array(2).fill("Cannot open a file: the permission read was not granted for TARGET"),
      );
    }
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("escape 52: a refusal names what the guest named, and no path of the host", () => {
  const linked = new Grants(
    { ...NO_PERMISSIONS, read: [{ asked: "/data", real: "/data" }] },
    { host: { realPath: () => "/elsewhere/private", isLink: () => false, program: () => undefined } },
  );
  const error = denial(linked, { permission: "read", target: "/data/x" });
  assertEquals(error.message, "Cannot open a file: the permission read was not granted for /data/x");
  assertEquals(JSON.stringify(error.failure).includes("private"), false);
});

Deno.test("Grants.programFor() gives the path of what was granted, by its name, its path or its real one, and of nothing else", () => {
  const real: Record<string, string> = { "/bin/ls": "/bin/box", "/bin/wget": "/bin/box" };
  const host = { ...plain, realPath: (path: string) => real[path] ?? path };
  const decider = new Grants(
    { ...NO_PERMISSIONS, run: [{ asked: "ls", path: "/bin/ls", real: "/bin/box" }] },
    { host },
  );
  assertEquals(["ls", "/bin/ls", "/bin/box"].map((name) => decider.programFor(name)), [
    "/bin/ls",
    "/bin/ls",
    "/bin/ls",
  ]);
  for (const name of ["wget", "/bin/wget", "", "ls -l", "./ls", "../bin/ls", "ls\0", "LS"]) {
    assertEquals(decider.programFor(name), undefined);
  }
  real["/bin/ls"] = "/tmp/mine"; // the link leads elsewhere by now
  assertEquals(decider.programFor("ls"), undefined);
  const all = new Grants({ ...NO_PERMISSIONS, run: "all" }, { host });
  assertEquals([all.programFor("wget"), all.programFor("")], ["/bin/wget", undefined]);
});

Deno.test("Grants.allowsImport() is for http: only where that was granted", () => {
  const decider = grants({ import: [{ host: "h", port: 80, protocol: "http" }] });
  assertEquals([decider.allowsImport("http://h/a.ts"), decider.allowsImport("https://h:80/a.ts")], [true, false]);
  const all = grants({ import: "all" });
  assertEquals([all.allowsImport("https://h/a.ts"), all.allowsImport("http://h/a.ts")], [true, false]);
});
