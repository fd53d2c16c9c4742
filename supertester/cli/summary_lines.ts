import { countOutcomes, isFlaky, type Report, type TestRecord } from "../reports/report.ts";
import { factsOf } from "../reports/result_facts.ts";
import { plural } from "../reports/wording.ts";
import { type Terminal, tint } from "./terminal.ts";

const MOST = 10;

/** What the command says when all has run: what did not pass, who is flaky, and the verdict last. */
export function summaryLines(report: Report, terminal: Terminal): string[] {
  const { tests, results, verdict, runs, histories } = report;
  const { passed, failed, skipped } = countOutcomes(tests);
  const flaky = new Map(tests.filter((test) => test.depth === 0 && isFlaky(test)).map((test) => [test.id, test]));
  const known = histories.filter((history) => history.flaky && !flaky.has(history.id));
  const said = [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(flaky.size > 0 ? [`${flaky.size} flaky`] : []),
    ...(runs > 1 ? [plural(runs, "run")] : []),
  ].join(", ");
  return [
    ...capped(
      report.problems.map((problem) => `${tint(terminal, "bad", "✕")} ${problem.split("\n").slice(0, 2).join(": ")}`),
    ),
    ...(runs > 1 ? capped(tests.filter(({ failure }) => failure).map((test) => failedLine(test, terminal))) : []),
    ...results.filter(({ passed }) => !passed).map((result) => {
      const name = [result.test, result.name].filter((part) => part !== "").join(" > ");
      return `${tint(terminal, "bad", "✕")} ${result.kind}: ${name}: ${factsOf(result).headline}`;
    }),
    ...capped(
      known.map(({ id, failed, passed }) =>
        `${tint(terminal, "warn", "≈")} ${id}: known to be flaky, failed ${failed} of ${passed + failed} runs`
      ),
    ),
    `${tint(terminal, verdict === "passed" ? "good" : verdict === "failed" ? "bad" : "warn", verdict)}: ${said}`,
  ];
}

function failedLine(test: TestRecord, terminal: Terminal): string {
  const { id, counts, failure } = test;
  const mark = isFlaky(test) ? tint(terminal, "warn", "≈") : tint(terminal, "bad", "✕");
  return `${mark} ${id}: failed ${counts.failed} of ${counts.failed + counts.passed} runs: ${failure?.message ?? ""}`;
}

function capped(lines: readonly string[]): string[] {
  return lines.length <= MOST ? [...lines] : [...lines.slice(0, MOST), `… and ${lines.length - MOST} more`];
}
