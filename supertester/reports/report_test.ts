import { assertEquals } from "@std/assert";
import { countOutcomes, isFlaky } from "./report.ts";
import { testRecord } from "./testdata/records.ts";

Deno.test("isFlaky: passed and failed, skipped does not count", () => {
  assertEquals(isFlaky(testRecord({ counts: { passed: 2, failed: 1, skipped: 0 } })), true);
  assertEquals(isFlaky(testRecord({ counts: { passed: 0, failed: 1, skipped: 1 } })), false);
  assertEquals(isFlaky(testRecord({ counts: { passed: 3, failed: 0, skipped: 1 } })), false);
});

Deno.test("countOutcomes counts tests, not steps", () => {
  const tests = [
    testRecord({ outcome: "failed" }),
    testRecord({ outcome: "failed", depth: 1 }),
    testRecord({}),
    testRecord({ outcome: "skipped" }),
    testRecord({}),
  ];
  assertEquals(countOutcomes(tests), { passed: 2, failed: 1, skipped: 1 });
});
