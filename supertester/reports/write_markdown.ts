import { stripVTControlCharacters } from "node:util";
import { fenced, inline, table } from "./_markdown.ts";
import { countOutcomes, isFlaky, type Report, type TestRecord } from "./report.ts";
import { factsOf } from "./result_facts.ts";
import { failureRate } from "./test_history.ts";
import { formatDate, formatMs, formatNumber, plural } from "./wording.ts";

/** How much of a report is written. */
export interface MarkdownOptions {
  /** How many failures are shown in full; the others are counted. @default {50} */
  readonly failures?: number;
  /** How many characters of each failure. @default {4_000} */
  readonly failureLength?: number;
}

/** The report as Markdown (GitHub's): for a job's summary, a comment, a release's notes. */
export function writeMarkdown(report: Report, options: MarkdownOptions = {}): string {
  const { failures: most = 50, failureLength = 4_000 } = options;
  const failed = report.tests.filter(({ outcome, failure }) => outcome === "failed" && failure !== undefined);
  const parts = [
    `# ${MARKS[report.verdict]} ${inline(report.title)}: ${report.verdict}`,
    headline(report),
    ...list("Outside of tests", report.problems.map((problem) => fenced(stripVTControlCharacters(problem)))),
    ...list("Failures", failed.slice(0, most).map((test) => failure(test, failureLength))),
    ...(failed.length > most ? [`… and ${plural(failed.length - most, "more failure")}.`] : []),
    ...results(report),
    ...histories(report),
  ];
  return `${parts.join("\n\n")}\n`;
}

const MARKS = { passed: "✅", failed: "❌", regressed: "📉" } as const;

function headline(report: Report): string {
  const { passed, failed, skipped } = countOutcomes(report.tests);
  const flaky = report.tests.filter((test) => test.depth === 0 && isFlaky(test)).length;
  const said = [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(flaky > 0 ? [`${flaky} flaky`] : []),
  ];
  const runs = report.runs > 1 ? ` over ${plural(report.runs, "run")}` : "";
  const commit = report.commit === "" ? "" : `, commit \`${report.commit.slice(0, 10)}\``;
  return `**${said.join(", ")}**${runs} in ${formatMs(report.durationMs)}, ${formatDate(report.at)}${commit}`;
}

function list(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, ...items];
}

function failure({ file, name, line, failure }: TestRecord, length: number): string {
  const text = stripVTControlCharacters(failure?.text ?? "");
  const shown = text.length > length
    ? `${text.slice(0, length)}\n… ${plural(text.length - length, "more character")}`
    : text;
  return `### ${inline(name)}\n\n${inline(line === undefined ? file : `${file}:${line}`)}\n\n${fenced(shown)}`;
}

function results({ results }: Report): string[] {
  if (results.length === 0) return [];
  const rows = results.map((result) => [
    result.kind,
    inline([result.test, result.name].filter((part) => part !== "").join(" > ")),
    result.passed ? "passed" : "**failed**",
    inline(factsOf(result).headline),
  ]);
  return ["## Results", table(["kind", "test", "", "found"], rows)];
}

function histories({ histories }: Report): string[] {
  const flaky = histories.filter(({ flaky }) => flaky);
  if (flaky.length === 0) return [];
  const rows = flaky.map((history) => [
    inline(history.id),
    `${formatNumber(failureRate(history) * 100)} %`,
    `${history.failed} of ${history.failed + history.passed}`,
  ]);
  return ["## Flaky tests", table(["test", "failed", "runs"], rows)];
}
