import { countOutcomes, isFlaky, type Report, type TestRecord } from "../reports/report.ts";
import { factsOf } from "../reports/result_facts.ts";
import { plural } from "../reports/wording.ts";
import { colours, type Terminal } from "./terminal.ts";

const MOST = 10;

const TONES = { passed: "good", failed: "bad", regressed: "warn" } as const;

/** What the command says when all has run: what did not pass, who is flaky, and the verdict last. */
export function summaryLines(report: Report, terminal: Terminal): string[] {
  const { tests, results, verdict, runs, histories } = report;
  const { passed, failed, skipped } = countOutcomes(tests);
  const flaky = new Map(tests.filter((test) => test.depth === 0 && isFlaky(test)).map((test) => [test.id, test]));
  const passedNow = new Set(tests.filter(({ outcome }) => outcome === "passed").map(({ id }) => id));
  const known = histories.filter(({ id, flaky }) => flaky && passedNow.has(id));
  const said = [
    `${passed} passed`,
    `${failed} failed`,
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
    ...(flaky.size > 0 ? [`${flaky.size} flaky`] : []),
    ...(runs > 1 ? [plural(runs, "run")] : []),
  ].join(", ");
  return [
    ...capped(
      report.problems.map((problem) =>
        `${colours(terminal).bad("✕")} ${
          problem.split("\n").slice(0, problem.startsWith("Uncaught") ? 2 : 1).join(": ")
        }`
      ),
    ),
    ...(runs > 1 ? capped(tests.filter(({ failure }) => failure).map((test) => failedLine(test, terminal))) : []),
    ...results.filter(({ passed }) => !passed).map((result) => {
      const name = [result.test, result.name].filter((part) => part !== "").join(" > ");
      return `${colours(terminal).bad("✕")} ${result.kind}: ${name}: ${factsOf(result).headline}`;
    }),
    ...capped(
      known.map(({ id, failed, passed }) =>
        `${colours(terminal).warn("≈")} ${id}: known to be flaky, failed ${failed} of ${passed + failed} runs`
      ),
    ),
    `${colours(terminal)[TONES[verdict]](verdict)}: ${said}`,
  ];
}

function failedLine(test: TestRecord, terminal: Terminal): string {
  const { id, counts, failure } = test;
  const mark = isFlaky(test) ? colours(terminal).warn("≈") : colours(terminal).bad("✕");
  return `${mark} ${id}: failed ${counts.failed} of ${counts.failed + counts.passed} runs: ${failure?.message ?? ""}`;
}

function capped(lines: readonly string[]): string[] {
  return lines.length <= MOST ? [...lines] : [...lines.slice(0, MOST), `… and ${lines.length - MOST} more`];
}
