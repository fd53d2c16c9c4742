import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { deno, run } from "./command.ts";

Deno.test("run() gives the exit code and both streams", async () => {
  const { code, output } = await deno(["eval", "console.log('out'); console.error('err'); Deno.exit(3)"]);
  assertEquals(code, 3);
  assertStringIncludes(output, "out");
  assertStringIncludes(output, "err");
});

Deno.test("run() passes the folder and the environment, without colours", async () => {
  const cwd = await Deno.makeTempDir();
  const code = "console.log(Deno.env.get('ONE'), Deno.noColor, Deno.readDirSync('.').toArray().length)";
  const { output } = await deno(["eval", code], { cwd, env: { ONE: "1" } });
  assertEquals(output.trim(), "1 true 0");
  await Deno.remove(cwd);
});

Deno.test("run() rejects what cannot be started", async () => {
  await assertRejects(() => run([]), TypeError, "needs a program");
  await assertRejects(() => run(["no-such-program-anywhere"]), Deno.errors.NotFound);
});

Deno.test("run() ends the command when its signal aborts, or has done so before", async () => {
  const forever = "setInterval(() => {}, 1000); console.log('up')";
  const before = await deno(["eval", forever], { signal: AbortSignal.abort() });
  assertEquals(before.code === 0, false);
  const controller = new AbortController();
  const running = deno(["eval", forever], { signal: controller.signal });
  controller.abort();
  assertEquals((await running).code === 0, false);
});
