import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { cacheEnvironment, endOf, killGroup, spawnDeno, spawnKept } from "./_subprocess.ts";

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

Deno.test("spawnKept() is like what it keeps, and ends it when nobody holds its input", async () => {
  const { stdin: _, ...options } = { ...OPTIONS, stderr: "piped" } as const;
  const evaluated = (code: string) => ["eval", "--no-config", "--no-lock", code];
  const one = spawnKept({
    ...options,
    args: evaluated('console.log(Deno.args.length); console.error("x"); Deno.exit(7)'),
  });
  const { code, stdout, stderr } = await one.output();
  assertEquals([code, ...[stdout, stderr].map((text) => new TextDecoder().decode(text).trim())], [7, "0", "x"]);
  await one.stdin.close().catch(() => {});
  const endless = spawnKept({ ...options, args: evaluated("console.log(Deno.pid); setInterval(() => {}, 1 << 30)") });
  const reader = endless.stdout.getReader();
  const pid = Number(new TextDecoder().decode((await reader.read()).value));
  await endless.stdin.close();
  assertEquals((await endless.status).code, 128 + 9);
  assertEquals((await reader.read()).done, true, "whoever was kept has its output open");
  assertThrows(() => Deno.kill(pid, "SIGCONT"), Deno.errors.NotFound);
  await endless.stderr.cancel();
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
