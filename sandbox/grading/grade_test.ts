import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";
import { grade } from "./grade.ts";
import { graded, statuses } from "./testdata/counter.ts";

const HEAD = `import { assertEquals, submission, test } from "@superlearner/sandbox/testing";`;
const good = "export const one = () => 1;";
const by = (tests: string) => graded(good, { tests: { "tests.ts": `${HEAD}\n${tests}` } });

Deno.test("grade: a test that never ends has failed, and those after it have fresh ground", async () => {
  const result = await by(`
    let ran = 0;
    test("waits", () => (ran++, new Promise(() => {})), { timeoutMs: 300 });
    test("one", async () => assertEquals([ran, await submission.call("one")], [0, 1]));
  `);
  assertEquals(statuses(result), { waits: "timeout", one: "passed" });
});

Deno.test("grade: a test that spins is ended at its time", async () => {
  const result = await by(`
    test("spins", () => { while (true); }, { timeoutMs: 300 });
    test("one", async () => assertEquals(await submission.call("one"), 1));
  `);
  assertEquals(statuses(result), { spins: "timeout", one: "passed" });
});

Deno.test("grade: a test that asks again and again is ended at its time", async () => {
  const result = await by(`
    test("asks", async () => { for (;;) await submission.call("one"); }, { timeoutMs: 100 });
    test("one", async () => assertEquals(await submission.call("one"), 1));
  `);
  assertEquals(statuses(result), { asks: "timeout", one: "passed" });
});

Deno.test("grade: what a test has asked and not awaited comes to nobody", async () => {
  const result = await by(`
    test("leaves", () => void submission.call("one"));
    test("one", async () => assertEquals(await submission.call("one"), 1));
  `);
  assertEquals(statuses(result), { leaves: "passed", one: "passed" });
});

Deno.test("grade: tests that do not load are an error of who made them", async () => {
  const error = await assertRejects(() => by("throw new Error('oh');"), SandboxError);
  assertEquals(error.kind, "load_failed");
  await assertRejects(() => by("test('a', () => {}); test('a', () => {});"), SandboxError, "a name of its own");
});

Deno.test("grade: a submission that is asked very often does not go over a limit by answering", async () => {
  const result = await by(`
    test("often", async () => { for (let count = 0; count < 1500; count++) await submission.call("one"); });
  `);
  assertEquals(statuses(result), { often: "passed" });
});

Deno.test("grade: what is printed stands by who printed it, and in which test", async () => {
  const result = await graded(`console.log("hello"); export const one = () => (console.warn("one"), 1);`, {
    tests: { "tests.ts": `${HEAD} test("asks", async () => { console.log("t"); await submission.call("one"); });` },
  });
  assertEquals(result.output, [
    { from: "submission", test: "asks", level: "log", text: "hello" },
    { from: "tests", test: "asks", level: "log", text: "t" },
    { from: "submission", test: "asks", level: "warn", text: "one" },
  ]);
});

Deno.test("grade: chance follows the seed, on both sides", async () => {
  const run = async (seed: number) => {
    const { output, tests, score } = await graded("export const roll = () => Math.random();", {
      seed,
      tests: {
        "tests.ts": `${HEAD}
          test("rolls", async () => { console.log(String(Math.random()), String(await submission.call("roll"))); });
          test("rolls again", async () => { console.log(String(await submission.call("roll"))); });`,
      },
    });
    return [score, tests.map(({ status }) => status), output.map(({ text }) => text)];
  };
  const first = await run(1);
  assertEquals(await run(1), first);
  assertEquals(JSON.stringify(await run(2)) === JSON.stringify(first), false);
});

Deno.test("grade: diagnostics have a place", async () => {
  const result = await graded("export const one = () => 1;\nexport const two = ;");
  assertEquals(result.diagnostics, [
    { file: "/main.ts", line: 2, column: 20, code: "TS1109", message: "Expression expected." },
  ]);
  const late = await graded(`export const one = () => 1;\nnull.x;`);
  assertEquals([late.diagnostics[0]?.file, late.diagnostics[0]?.line, late.score], ["/main.ts", 2, 0]);
});

Deno.test("grade: options that are none are named", async () => {
  for (const options of [undefined, null, {}, { files: {} }, { tests: {} }] as never[]) {
    await assertRejects(() => grade(options), ArgumentError);
  }
});
