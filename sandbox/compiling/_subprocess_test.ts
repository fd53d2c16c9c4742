import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { cacheEnvironment, endOf, killGroup, spawnDeno } from "./_subprocess.ts";

const OPTIONS = { action: "try", env: { GIVEN: "1" }, stdin: "null", stdout: "piped", stderr: "null" } as const;

Deno.test("spawnDeno() gives it no environment but what is said", async () => {
  Deno.env.set("OF_THE_HOST", "secret");
  const code = 'console.log(Deno.env.has("OF_THE_HOST"), Deno.env.has("HOME"), Deno.env.get("GIVEN"))';
  const child = spawnDeno({ ...OPTIONS, args: ["eval", "--no-config", "--no-lock", code] });
  const { stdout } = await child.output();
  assertEquals(new TextDecoder().decode(stdout).trim(), "false false 1");
});

Deno.test("killGroup() ends it at once, and does nothing to one that has ended", async () => {
  const child = spawnDeno({ ...OPTIONS, stdout: "null", args: ["eval", "--no-config", "--no-lock", "for (;;);"] });
  killGroup(child);
  assertEquals(endOf(await child.status), "SIGKILL");
  killGroup(child);
  assertEquals(endOf({ success: false, code: 3, signal: null }), "status 3");
});

Deno.test({
  name: "spawnDeno() needs the right to run",
  permissions: { run: false, read: true },
  fn: async () => {
    const error = assertThrows(() => spawnDeno({ ...OPTIONS, args: ["--version"] }), SandboxError);
    assertEquals(error.failure, { kind: "permission_denied", permission: "run", target: "deno" });
    await assertRejects(async () => await Promise.reject(error), SandboxError);
  },
});

Deno.test({
  name: "cacheEnvironment() asks for nothing that was not granted",
  permissions: { env: false },
  fn: () => assertEquals(cacheEnvironment(), {}),
});
