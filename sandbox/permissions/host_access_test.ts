import { assertEquals, assertThrows } from "@std/assert";
import { stub } from "@std/testing/mock";
import { join } from "node:path";
import { denoHost } from "./host_access.ts";

const here = import.meta.dirname!;

Deno.test({
  name: "denoHost.has() says what Deno grants, whole or for one thing",
  permissions: { read: [here], net: ["example.com:443"] },
  fn: () => {
    assertEquals([denoHost.has("read", here), denoHost.has("read", join(here, "x")), denoHost.has("read")], [
      true,
      true,
      false,
    ]);
    assertEquals([denoHost.has("net", "example.com:443"), denoHost.has("net", "example.com")], [true, false]);
    assertEquals([denoHost.has("sys", "no such kind"), denoHost.has("env", "PATH")], [false, false]);
    assertEquals(denoHost.program("deno"), undefined);
  },
});

Deno.test("denoHost.has() is false for a directory with an exception in it", async () => {
  const code = `import { denoHost } from ${JSON.stringify(import.meta.resolve("./host_access.ts"))};
    console.log(denoHost.has("read", "/usr"), denoHost.has("read", "/usr/lib"), denoHost.has("read", "/usr/bin"));`;
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, code);
  try {
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-lock", "--no-config", "--allow-read", "--deny-read=/usr/bin", file],
    }).output();
    assertEquals(new TextDecoder().decode(stdout).trim(), "false true false");
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("denoHost follows paths and knows links", async () => {
  const dir = await Deno.realPath(await Deno.makeTempDir());
  try {
    await Deno.symlink(join(dir, "nothing"), join(dir, "link"));
    assertEquals(denoHost.realPath(dir), dir);
    assertEquals(denoHost.realPath(join(dir, "link")), undefined);
    assertEquals([denoHost.isLink(join(dir, "link")), denoHost.isLink(dir), denoHost.isLink(join(dir, "no"))], [
      true,
      false,
      false,
    ]);
    await Deno.writeTextFile(join(dir, "file"), "");
    assertThrows(() => denoHost.realPath(join(dir, "file", "x")), Deno.errors.NotADirectory);
    assertThrows(() => denoHost.isLink(join(dir, "file", "x")), Deno.errors.NotADirectory);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("denoHost.program() finds what a shell would, and no file that cannot run", () => {
  const shell = denoHost.program("sh");
  assertEquals(shell === undefined ? undefined : denoHost.program(shell), shell);
  assertEquals(shell?.endsWith("/sh"), true);
  assertEquals(denoHost.program(join(here, "host_access.ts")), undefined);
  assertEquals(denoHost.program("no-such-program-anywhere"), undefined);
});

Deno.test("denoHost.lifelines() holds what runs this program, and where its modules are kept", () => {
  assertEquals([denoHost.lifelines()[0], denoHost.cwd()], [Deno.execPath(), Deno.cwd()]);
  const variables: Record<string, string> = { XDG_CACHE_HOME: "/caches" };
  using _ = stub(Deno.env, "get", (name) => variables[name]); // the real ones are those of all tests
  assertEquals(denoHost.lifelines().at(-1), "/caches/deno");
  variables.DENO_DIR = "/cache/of/modules";
  assertEquals(denoHost.lifelines().at(-1), "/cache/of/modules");
});

Deno.test({
  name: "denoHost.lifelines() asks for nothing that the program may not have",
  permissions: { read: true },
  fn: () => assertEquals(denoHost.lifelines()[0], Deno.execPath()),
});
