import { assertEquals, assertMatch } from "@std/assert";
import { conclude, readSummary } from "./run_tests.ts";
import { deno } from "./lib/command.ts";

const script = new URL("./run_tests.ts", import.meta.url).href;

async function runIn(files: Record<string, string>): Promise<{ code: number; last: string }> {
  const cwd = await Deno.makeTempDir();
  for (const [name, text] of Object.entries(files)) await Deno.writeTextFile(`${cwd}/${name}`, text);
  const { code, output } = await deno(["run", "-A", "--no-config", script], { cwd });
  await Deno.remove(cwd, { recursive: true });
  return { code, last: output.trimEnd().split("\n").at(-1) ?? "" };
}

Deno.test("readSummary() reads the last summary, with or without colours, steps and ignored tests", () => {
  assertEquals(readSummary("ok | 3 passed | 0 failed (12ms)"), { passed: 3, failed: 0, ignored: 0 });
  assertEquals(readSummary("FAILED | 4 passed (2 steps) | 2 failed (1 step) | 1 ignored (9ms)\nerror: Test failed"), {
    passed: 4,
    failed: 2,
    ignored: 1,
  });
  assertEquals(readSummary("ok | 9 passed | 0 failed\n\x1b[32mok\x1b[0m | 1 passed | 0 failed \x1b[0m(1ms)"), {
    passed: 1,
    failed: 0,
    ignored: 0,
  });
  assertEquals(readSummary("error: Type checking failed."), undefined);
});

Deno.test("conclude() passes only a run that counted a test and none failed", () => {
  assertEquals(conclude(0, { passed: 2, failed: 0, ignored: 1 }), { line: "2 passed, 0 failed, 1 skipped", ok: true });
  assertEquals(conclude(1, { passed: 2, failed: 1, ignored: 0 }), { line: "2 passed, 1 failed", ok: false });
  assertEquals(conclude(0, { passed: 0, failed: 0, ignored: 0 }), { line: "0 passed, 1 failed", ok: false });
  assertEquals(conclude(1, undefined), { line: "0 passed, 1 failed", ok: false });
});

Deno.test("the test task ends with the closing line and the exit code", async () => {
  const passing = 'Deno.test("one", () => {});';
  assertEquals(await runIn({ "a_test.ts": passing }), { code: 0, last: "1 passed, 0 failed" });
  const failing = 'Deno.test("two", () => { throw new Error("no"); });';
  assertEquals(await runIn({ "a_test.ts": passing + failing }), { code: 1, last: "1 passed, 1 failed" });
  const none = await runIn({ "mod.ts": "export {};" });
  assertMatch(none.last, /^0 passed, 1 failed$/);
  assertEquals(none.code, 1);
});
