import { assert, assertEquals } from "@std/assert";
import { githubAnnotations } from "./github_annotations.ts";
import { reportOf, testRecord } from "./testdata/records.ts";
import { NASTY, results, sampleReport } from "./testdata/sample.ts";

Deno.test("githubAnnotations: one line each, at the line of the test, with its signs as codes", () => {
  const failure = { message: "no", text: "100 % no\r\nat x: 1, 2\x1b[31m!" };
  const test = testRecord({ file: "a,b:c_test.ts", name: "x: 1,2", line: 7, column: 3, outcome: "failed", failure });
  assertEquals(githubAnnotations(reportOf({ verdict: "failed", tests: [test] })), [
    "::error file=a%2Cb%3Ac_test.ts,line=7,col=3,title=x%3A 1%2C2::100 %25 no%0D%0Aat x: 1, 2!",
  ]);
});

Deno.test("githubAnnotations: what failed outside, always, at times; results at their test; known flaky ones", () => {
  const lines = githubAnnotations({
    ...sampleReport,
    tests: sampleReport.tests.map((test) =>
      test.name === "mail arrives" ? { ...test, outcome: "passed", counts: { passed: 1, failed: 0, skipped: 0 } } : test
    ),
  });
  assert(lines.every((line) => line.split("\n").length === 1 && line.startsWith("::")));
  assertEquals(lines.map((line) => line.split("::")[1]?.slice(0, 60)), [
    "error title=Outside of tests",
    "error file=account_test.ts,line=9,col=6,title=account keeps ",
    "error file=nested/shop_test.ts,line=14,col=6,title=performan",
    "error file=account_test.ts,line=9,col=6,title=simulation%3A ",
    "warning file=flaky_test.ts,line=3,col=6,title=mail arrives",
  ]);
});

Deno.test("githubAnnotations: a result of no known test has a title only; nothing failed, nothing said", () => {
  const [result] = results;
  const lines = githubAnnotations(reportOf({ results: [{ ...result!, passed: false, test: "", name: NASTY }] }));
  assertEquals(lines.length, 1);
  assert(lines[0]!.startsWith("::error title=chaos%3A </script>"));
  assertEquals(githubAnnotations(reportOf({ tests: [testRecord({})], results: [result!] })), []);
});
