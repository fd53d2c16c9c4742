import { assertEquals } from "@std/assert";
import { type AnyIsolation, wallName } from "../host/testdata/worlds.ts";
import { Grader } from "./grader.ts";
import { graded, statuses } from "./testdata/counter.ts";

/** Tests of that, and two of one that does not. */
export const TESTS = `
  import { assertEquals, assertRejects, submission, test } from "@superlearner/sandbox/testing";
  test("before", async () => assertEquals(await submission.call("fine"), 1), { points: 2 });
  test("the one", async () => assertEquals(await submission.call("bad"), 1), { points: 5, timeoutMs: 2000 });
  test("refusal", async () => void await assertRejects(() => submission.call("bad")), { points: 5, timeoutMs: 2000 });
  test("after", async () => assertEquals(await submission.call("fine"), 1), { points: 3 });
`;
/** A function that does what it should. */
export const FINE = "export const fine = () => 1; ";

/** What becomes of the two tests that call the bad function: the second one expects an error, and must not get one. */
const ATTEMPTS: Readonly<Record<string, readonly [code: string, status: string, message: string]>> = {
  "an endless loop": [
    "export const bad = () => { while (true); };",
    "crashed",
    "The submission ended: it went over the limit turnMs",
  ],
  "a storm of microtasks": [
    "export const bad = async () => { while (true) await null; };",
    "crashed",
    "The submission ended: it went over the limit turnMs",
  ],
  "a flood of output": [
    `export const bad = () => { for (let i = 0; i < 100; i++) console.log("flood ".repeat(50)); return 1; };`,
    "crashed",
    "The submission ended: it went over the limit outputBytes",
  ],
  "a promise that never settles": [
    "export const bad = () => new Promise(() => {});",
    "timeout",
    "It took more than 2000 ms",
  ],
  "a giant answer": [
    `export const bad = () => "x".repeat(10_000_000);`,
    "crashed",
    "The submission ended: it went over the limit messageBytes",
  ],
  "an answer that cannot cross": [
    "export const bad = () => () => 1;",
    "failed",
    "a function at [2].value cannot cross the wall",
  ],
  "nothing of that name": ["", "failed", "The submission exports no bad"],
  "no function of that name": ["export const bad = 1;", "failed", "The submission exports no function bad"],
};

/** The tests of this topic, against a wall. */
export function exhaustionSuite(isolation: AnyIsolation): void {
  const against = (bad: string) =>
    graded(FINE + bad, {
      isolation,
      tests: { "tests.ts": TESTS },
      limits: { outputBytes: 10_000 },
    });

  Deno.test(`case 23: an attempt costs the tests that meet it, also who expects an error, and no others (${wallName(isolation)})`, async () => {
    await using grader = new Grader({ isolation, tests: { "tests.ts": TESTS }, limits: { outputBytes: 10_000 } });
    const attempts = Object.entries(ATTEMPTS).map(([what, [code]]) => [what, { "main.ts": FINE + code }]);
    const results = await grader.gradeAll(Object.fromEntries(attempts));
    for (const [what, [, status, message]] of Object.entries(ATTEMPTS)) {
      const { score, tests } = results[what]!;
      assertEquals(tests.map((each) => [each.name, each.status, each.message]), [
        ["before", "passed", undefined],
        ["the one", status, message],
        ["refusal", status, message],
        ["after", "passed", undefined],
      ], what);
      assertEquals(score, Math.round(100 * 5 / 15));
    }
  });

  Deno.test(`case 23: a loop while it is loaded leaves nothing to run, and says so once (${wallName(isolation)})`, async () => {
    const result = await against("export const bad = () => 1; while (true);");
    assertEquals(new Set(result.tests.map(({ status }) => status)), new Set(["not_run"]));
    assertEquals([result.score, result.diagnostics], [0, [{
      file: "",
      line: 0,
      column: 0,
      code: "LIMIT_EXCEEDED",
      message: "it went over the limit turnMs",
    }]]);
  });

  Deno.test(`case 23: an error that is thrown can be expected (${wallName(isolation)})`, async () => {
    const result = await against(`export const bad = () => { throw new Error("no"); };`);
    assertEquals(statuses(result), { before: "passed", "the one": "failed", refusal: "passed", after: "passed" });
  });

  Deno.test(`case 23: a flood is cut off in what is kept (${wallName(isolation)})`, async () => {
    const result = await graded(
      `export const bad = () => { for (let i = 0; i < 900; i++) console.log("flood ".repeat(10)); return 1; };
     export const fine = () => 1;`,
      { isolation, tests: { "tests.ts": TESTS } },
    );
    assertEquals(result.output.reduce((sum, { text }) => sum + text.length, 0) <= 65_536, true);
    assertEquals(result.tests[1]?.status, "passed");
  });
}
