import { assertEquals } from "@std/assert";
import type { GradeResult } from "./grade_result.ts";
import { Grader } from "./grader.ts";
import { COUNTER, COUNTER_TESTS, FLOODS, SPINS } from "./testdata/counter.ts";

Deno.test("case 9: of 30 submissions at once one spins and one floods, and 28 have all their points", async () => {
  const submissions: Record<string, Record<string, string>> = {};
  for (let id = 1; id <= 28; id++) submissions[`student_${id}`] = { "main.ts": `${COUNTER}\n// ${id}` };
  const all = { spinner: { "main.ts": SPINS }, flooder: { "main.ts": FLOODS }, ...submissions };
  await using grader = new Grader({ tests: { "tests.ts": COUNTER_TESTS } });
  const results: Record<string, GradeResult> = await grader.gradeAll(all);
  const { spinner, flooder, ...others } = results;
  assertEquals(spinner?.score, 0);
  assertEquals(spinner?.diagnostics.map(({ code }) => code), ["LIMIT_EXCEEDED"]);
  assertEquals((flooder?.score ?? 100) < 100, true);
  assertEquals(new Set(Object.values(others).map((each) => each.score)), new Set([100]));
  assertEquals(Object.keys(others).length, 28);
});
