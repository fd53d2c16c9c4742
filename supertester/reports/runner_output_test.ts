import { assertEquals } from "@std/assert";
import type { TestRun } from "./read_junit.ts";
import { outputErrors } from "./runner_output.ts";

const passed: TestRun = { file: "a_test.ts", name: "x", outcome: "passed", durationMs: 1 };

const PRINTED = `running 1 test from ./a_test.ts
x ... ok (0ms)
Uncaught error from ./c_test.ts FAILED

 ERRORS 

./c_test.ts (uncaught error)
error: (in promise) Error: module broken
throw new Error("module broken");
      ^
    at file:///c_test.ts:1:7
This error was not caught from a test and caused the test runner to fail on the referenced module.
It most likely originated from a dangling promise, event/timeout handler or top-level code.

 FAILURES 

./c_test.ts (uncaught error)

FAILED | 1 passed | 1 failed (455ms)
`;

Deno.test("outputErrors: what a file threw by itself, once", () => {
  assertEquals(outputErrors(PRINTED, { code: 1, tests: [passed] }), [
    [
      "Uncaught error from ./c_test.ts",
      "error: (in promise) Error: module broken",
      'throw new Error("module broken");',
      "      ^",
      "    at file:///c_test.ts:1:7",
    ].join("\n"),
  ]);
});

Deno.test("outputErrors: a code nobody can explain, a run that did not end, no tests", () => {
  const tests = [passed];
  const typed =
    "Check a_test.ts\nTS2322 [ERROR]: no\nerror: Type checking failed.\n\nStack backtrace:\n   0: <unknown>\n";
  assertEquals(outputErrors(typed, { code: 1, tests }), [
    "deno test ended with code 1, TS2322 [ERROR]: no\nCheck a_test.ts\nTS2322 [ERROR]: no\nerror: Type checking failed.",
  ]);
  assertEquals(outputErrors("", { code: 5, tests }), ["deno test ended with code 5"]);
  assertEquals(outputErrors("half", { code: -1, tests }), ["The run did not end\nhalf"]);
  assertEquals(outputErrors("", { code: 0, tests: [] }), ["No test was run"]);
  assertEquals(outputErrors("", { code: 0, tests: [{ ...passed, outcome: "skipped" }] }), ["No test was run"]);
  assertEquals(outputErrors("", { code: 0, tests }), []);
  assertEquals(outputErrors("x", { code: 1, tests: [{ ...passed, outcome: "failed" }] }), []);
});
