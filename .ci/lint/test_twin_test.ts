import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";
import { testTwin } from "./test_twin.ts";

const value = "export const a: number = 1;";

Deno.test("test-twin wants a test beside a file that exports a value", () => {
  assertEquals(check(testTwin, { path: "otp/no_such_file.ts", source: value }), [
    "A file that exports a value has its test beside it, missing no_such_file_test.ts",
  ]);
  assertEquals(check(testTwin, { path: "learner/no_such_file.tsx", source: value }), [
    "A file that exports a value has its test beside it, missing no_such_file_test.tsx",
  ]);
});

Deno.test("test-twin is content when the test exists", () => {
  assertEquals(check(testTwin, { path: ".ci/lint/test_twin.ts", source: value }), []);
});

Deno.test("test-twin asks nothing of types, entries, test helpers and examples", () => {
  assertEquals(check(testTwin, { path: "otp/no_such_file.ts", source: "export type A = 1;" }), []);
  const exempt = ["otp/mod.ts", "learner/main.ts", "otp/a_suite.ts", "otp/a_bench.ts", "otp/testdata/a.ts"];
  for (const path of [...exempt, "otp/examples/a.ts", ".ci/std/a/b.ts"]) {
    assertEquals(check(testTwin, { path, source: value }), [], path);
  }
});
