import { assertEquals } from "@std/assert";
import { exhaustionSuite, FINE, TESTS } from "./exhaustion_suite.ts";
import { Grader } from "./grader.ts";

exhaustionSuite("process");

Deno.test("case 23: what would end the whole program ends a process that is the submission's own", async () => {
  const bombs = {
    "a fatal error of V8": `export const bad = () => "x".repeat(2 ** 28).split("").length;`,
    "a heap": "const kept = []; export const bad = () => { for (;;) kept.push(new Array(1000).fill({})); };",
    "array buffers":
      "const kept = []; export const bad = () => { for (;;) kept.push(new Uint8Array(2 ** 24).fill(1)); };",
  };
  const submissions = Object.entries(bombs).map(([what, code]) => [what, { "main.ts": FINE + code }]);
  // Memory takes its time where others have the core: it is to be found, not the test to be over.
  const patient = TESTS.replaceAll("timeoutMs: 2000", "timeoutMs: 60_000");
  await using grader = new Grader({ isolation: "process", tests: { "tests.ts": patient } });
  for (const [what, { tests }] of Object.entries(await grader.gradeAll(Object.fromEntries(submissions)))) {
    assertEquals(tests.map(({ status }) => status), ["passed", "crashed", "crashed", "passed"], what);
  }
});
