import { XMLBuilder } from "npm:fast-xml-parser@^5.12";
import type { TestResult } from "../results/result.ts";
import { countOutcomes, type Report, type TestRecord } from "./report.ts";
import { factsOf } from "./result_facts.ts";
import { xmlText } from "./xml_text.ts";

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  textNodeName: "#",
  format: true,
  indentBy: "  ",
  suppressEmptyNode: true,
  suppressBooleanAttributes: false,
});

/**
 * The report as JUnit XML: a suite for each file, and one for each kind of result, its figures as properties. Opens in
 * GitLab, Jenkins, Azure and what else reads JUnit.
 */
export function writeJunit(report: Report): string {
  const { title, tests, results, durationMs, problems } = report;
  const files = Map.groupBy(tests, ({ file }) => file);
  const kinds = Map.groupBy(results, ({ kind }) => kind);
  const suites = [
    ...[...files].map(([file, tests]) => suiteOf(file, tests.map(testCase))),
    ...[...kinds].map(([kind, results]) => suiteOf(kind, results.map(resultCase))),
  ];
  if (report.verdict === "failed" && countOutcomes(tests).failed === 0) {
    suites.push(suiteOf("outside of tests", problems.map((problem) => failedCase("outside of tests", problem))));
  }
  const body = builder.build({
    testsuites: { "@name": xmlText(title), "@time": seconds(durationMs), testsuite: suites },
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body}`;
}

/** One element, as the builder takes it. */
type Element = Readonly<Record<string, unknown>>;

function suiteOf(name: string, cases: readonly Element[]): Element {
  const having = (part: string) => cases.filter((element) => part in element).length;
  return {
    "@name": xmlText(name),
    "@tests": cases.length,
    "@failures": having("failure"),
    "@errors": 0,
    "@skipped": having("skipped"),
    testcase: cases,
  };
}

function testCase({ file, name, line, durationMs, outcome, failure, counts }: TestRecord): Element {
  const times = counts.passed + counts.failed + counts.skipped;
  return {
    "@name": xmlText(name),
    "@classname": xmlText(file),
    "@file": xmlText(file),
    ...(line === undefined ? {} : { "@line": line }),
    "@time": seconds(durationMs),
    ...(times > 1 ? { properties: properties({ runs: String(times), failed: String(counts.failed) }) } : {}),
    ...(outcome === "skipped" ? { skipped: "" } : {}),
    ...(outcome === "failed" ? { failure: failureOf(failure?.message ?? "failed", failure?.text ?? "") } : {}),
  };
}

function resultCase(result: TestResult): Element {
  const { headline, figures } = factsOf(result);
  return {
    "@name": xmlText([result.test, result.name].filter((part) => part !== "").join(" > ")),
    "@classname": result.kind,
    "@time": seconds(0),
    ...(Object.keys(figures).length > 0 ? { properties: properties(figures) } : {}),
    ...(result.passed ? {} : { failure: failureOf(headline, headline) }),
  };
}

function failedCase(classname: string, text: string): Element {
  const [message = ""] = text.split("\n");
  return { "@name": xmlText(message), "@classname": classname, "@time": seconds(0), failure: failureOf(message, text) };
}

function failureOf(message: string, text: string): Element {
  const [line = ""] = message.split("\n");
  return { "@message": xmlText(line), "#": xmlText(text) };
}

function properties(figures: Readonly<Record<string, string>>): Element {
  return {
    property: Object.entries(figures).map(([name, value]) => ({ "@name": xmlText(name), "@value": xmlText(value) })),
  };
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}
