import { assert, assertEquals, assertMatch } from "@std/assert";
import { XMLParser, XMLValidator } from "npm:fast-xml-parser@^5.12";
import { readJunit } from "./read_junit.ts";
import { reportOf, testRecord } from "./testdata/records.ts";
import { sampleReport, tests } from "./testdata/sample.ts";
import { writeJunit } from "./write_junit.ts";
import { xmlText } from "./xml_text.ts";

Deno.test("writeJunit: what it writes is read again, whatever is in a name or a failure", () => {
  const text = writeJunit(sampleReport);
  assertEquals(XMLValidator.validate(text), true);
  assertEquals(xmlText(text), text);
  const read = readJunit(text).filter(({ file }) => file.endsWith("_test.ts"));
  const shown = (
    test: { file: string; name: string; outcome: string; line?: number },
  ) => [test.file, xmlText(test.name), test.outcome, test.line];
  const byName = (one: unknown[], other: unknown[]) => `${one}` < `${other}` ? -1 : 1;
  assertEquals(read.map(shown).sort(byName), tests.map(shown).sort(byName));
  const failed = read.find(({ name }) => name === "account keeps its money");
  assertEquals(failed?.failure?.text, xmlText(tests[0]!.failure!.text).trimEnd());
  assertEquals(failed?.durationMs, 812);
});

Deno.test("writeJunit: results are suites of their own, with every figure of a chaos report", () => {
  const text = writeJunit(sampleReport);
  for (
    const [name, value] of [["crashes", 20], ["recoveries", 20], ["failures", 0], ["time to recover p95", "145 ms"]]
  ) {
    assert(text.includes(`<property name="${name}" value="${value}"/>`), `${name} is missing`);
  }
  const runs = readJunit(text);
  const found = (file: string) => runs.filter((run) => run.file === file).map(({ outcome }) => outcome);
  assertEquals([found("chaos"), found("performance"), found("simulation")], [["passed"], ["failed"], [
    "failed",
    "passed",
  ]]);
  assertEquals(
    runs.find(({ file }) => file === "performance")?.failure?.message,
    "max_time_ms exceeded (actual: 150ms, limit: 100ms); timeMs: worse since commit c0ffee20, 102 ms to 152 ms (+49 %)",
  );
});

Deno.test("writeJunit: counts of suites, and a failure outside of tests is a failure", () => {
  const problems = ["Uncaught error from ./c_test.ts\nError: broken"];
  const text = writeJunit(reportOf({ verdict: "failed", tests: [testRecord({})], problems }));
  const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: "" });
  const [first, outside] = parser.parse(text).testsuites.testsuite;
  assertEquals([first.tests, first.failures, first.skipped], ["1", "0", "0"]);
  assertEquals([outside.name, outside.failures], ["outside of tests", "1"]);
  assertMatch(outside.testcase.failure["#text"], /Error: broken$/);
});
