/**
 * Reports of what tests did: one model ({@linkcode Report}), read from a folder of results and written as a page, as
 * JUnit XML, as Markdown or as commands for a GitHub job.
 *
 * The command line writes the folder (`supertester test`) and the reports (`supertester report`). This module is for
 * those who want them elsewhere: a monitor that shows them, a step of a build that sends them.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { ResultsFolder, writeHtml, writeJunit } from "@superlearner/supertester/reports";
 *
 * const path = await Deno.makeTempDir();
 * const folder = new ResultsFolder(path);
 * const session = await folder.begin({ at: 0, commit: "0a1b2c", state: "0a1b2c", args: [] });
 * const { junit } = await folder.beginRun(session, 1);
 * // What `deno test --junit-path` does:
 * await Deno.writeTextFile(
 *   junit,
 *   `<testsuites><testsuite name="a_test.ts"><testcase name="adds" time="0.004"/></testsuite></testsuites>`,
 * );
 * await folder.endRun(session, { run: 1, facts: { at: 0, durationMs: 12, code: 0 } });
 *
 * const report = await folder.report({ title: "Shop" });
 * assertEquals(report.verdict, "passed");
 * assertEquals(report.tests.map(({ id }) => id), ["a_test.ts > adds"]);
 * await Deno.writeTextFile(`${path}/report.html`, writeHtml(report));
 * await Deno.writeTextFile(`${path}/junit.xml`, writeJunit(report));
 * await Deno.remove(path, { recursive: true });
 * ```
 *
 * **The page** ({@linkcode writeHtml}) is one file that loads nothing: it opens from a disk and without a network, and its
 * content security policy allows no script but its own, whatever stands in a test's name. It shows tests by file with
 * search and filter, the flake history, schedules of failed simulations as space-time diagrams, chaos with times to
 * recover and a timeline, performance with trends and their change points, and files that were attached. It can be used
 * by keyboard and screen reader, follows the system's light or dark, fits a phone, and can be read without scripts; every
 * drawing has its figures in a table beside it.
 *
 * **What is flaky.** A test that both passed and failed with the same code: in one commit without changed files, or in
 * runs that were started together (`--repeat`). A test that you break and mend is not.
 *
 * **Limits.** Deno's JUnit report has no errors that a file threw outside of its tests: those are read from what was
 * printed. Of a schedule of more than 400 steps the last 400 are drawn, of a timeline the first 2,000 events.
 *
 * @module
 */

export { buildReport, type ReportSources } from "./build_report.ts";
export { githubAnnotations } from "./github_annotations.ts";
export { writeHtml } from "./html/write_html.tsx";
export { readJunit, type TestRun } from "./read_junit.ts";
export {
  countOutcomes,
  isFlaky,
  type Outcome,
  type Report,
  type TestFailure,
  type TestRecord,
  type Verdict,
} from "./report.ts";
export { boundText, factsOf, type ResultFacts, trendText } from "./result_facts.ts";
export {
  ResultsFolder,
  type ResultsFolderOptions,
  type RunFacts,
  type RunPaths,
  type SessionFacts,
} from "./results_folder.ts";
export {
  failureRate,
  formatHistoryRun,
  type HistoryPoint,
  type HistoryRun,
  parseHistory,
  type TestHistory,
  unsteadyTests,
} from "./test_history.ts";
export { writeJunit } from "./write_junit.ts";
export { type MarkdownOptions, writeMarkdown } from "./write_markdown.ts";
