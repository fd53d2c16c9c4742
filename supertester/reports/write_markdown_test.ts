import { assert, assertEquals, assertMatch } from "@std/assert";
import { reportOf, testRecord } from "./testdata/records.ts";
import { sampleReport } from "./testdata/sample.ts";
import { writeMarkdown } from "./write_markdown.ts";

Deno.test("writeMarkdown: a report in which all is well, to the letter", () => {
  const tests = [testRecord({}), testRecord({ name: "b", outcome: "skipped" })];
  assertEquals(
    writeMarkdown(reportOf({ tests })),
    "# ✅ Tests: passed\n\n**1 passed, 0 failed, 1 skipped** in 1.23 s, 2026-01-02 03:04:05 UTC, commit `0123456789`\n",
  );
});

Deno.test("writeMarkdown: failures, results and flaky tests, and no sign of theirs is Markdown's", () => {
  const text = writeMarkdown(sampleReport);
  assertMatch(text, /^# ❌ Shop: failed\n\n\*\*3 passed, 2 failed, 1 skipped, 1 flaky\*\* over 5 runs in 6\.54 s/);
  assert(text.includes("\n## Outside of tests\n\n```text\nUncaught error from ./broken_test.ts\n"));
  assert(text.includes("### account keeps its money\n\naccount\\_test.ts:9\n\n```text\nAssertionError"));
  assert(text.includes(
    "| chaos | shop survives &gt; half the children for a minute | passed | 20 crashes, 20 recoveries, 0 failures |",
  ));
  assert(text.includes("| flaky\\_test.ts &gt; mail arrives | 20.8 % | 5 of 24 |"));
  const table = text.split("\n").filter((line) => line.startsWith("| "));
  assert(table.every((line) => [4, 5].includes(line.split(/(?<!\\)\|/).length - 1)), table.join("\n"));
});

Deno.test("writeMarkdown: long and many failures are cut, and said to be", () => {
  const tests = Array.from(
    { length: 5 },
    (_, n) => testRecord({ name: `t${n}`, outcome: "failed", failure: { message: "m", text: "x".repeat(30) } }),
  );
  const text = writeMarkdown(reportOf({ verdict: "failed", tests }), { failures: 2, failureLength: 10 });
  assertEquals(text.match(/^### /gm)?.length, 2);
  assert(text.includes("xxxxxxxxxx\n… 20 more characters\n"));
  assert(text.includes("\n… and 3 more failures.\n"));
});
