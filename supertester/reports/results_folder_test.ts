import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { formatResult } from "../results/result_lines.ts";
import { ResultsFolder, type ResultsFolderOptions, type SessionFacts } from "./results_folder.ts";
import { results } from "./testdata/sample.ts";

const AT = Date.UTC(2026, 0, 2, 3, 4, 5);
const facts = (parts: Partial<SessionFacts> = {}): SessionFacts => ({
  at: AT,
  commit: "abc",
  state: "abc",
  args: [],
  ...parts,
});

const junit = (outcome: "passed" | "failed") =>
  `<testsuites><testsuite name="a_test.ts"><testcase name="x" classname="a_test.ts" time="0.002">${
    outcome === "failed" ? `<failure message="no">no</failure>` : ""
  }</testcase></testsuite></testsuites>`;

async function inFolder(body: (folder: ResultsFolder) => Promise<void>, options: ResultsFolderOptions = {}) {
  const path = await Deno.makeTempDir();
  try {
    await body(new ResultsFolder(`${path}/results`, options));
    assertEquals([...Deno.readDirSync(path)].map(({ name }) => name), ["results"]);
  } finally {
    await Deno.remove(path, { recursive: true });
  }
}

async function leave(folder: ResultsFolder, session: string, { run = 1, text = junit("passed"), code = 0 } = {}) {
  const paths = await folder.beginRun(session, run);
  await Deno.writeTextFile(paths.junit, text);
  await Deno.writeTextFile(`${paths.results}/one.jsonl`, formatResult(results[0]!));
  return await folder.endRun(session, { run, facts: { at: AT + run, durationMs: 10, code } });
}

Deno.test("ResultsFolder: what runs left is one report, the newest session unless another is named", async () => {
  await inFolder(async (folder) => {
    const first = await folder.begin(facts());
    assertEquals((await leave(folder, first)).map(({ name }) => name), ["x"]);
    await leave(folder, first, { run: 2, text: junit("failed"), code: 1 });
    const second = await folder.begin(facts());
    await leave(folder, second, { run: 1 });
    assertEquals(await folder.sessions(), [second, first]);
    assertEquals(second, `${first}-2`);
    const report = await folder.report({ title: "T", session: first });
    assertEquals([report.verdict, report.runs, report.durationMs, report.commit], ["failed", 2, 20, "abc"]);
    assertEquals(report.tests.map(({ id, counts }) => [id, counts.passed, counts.failed]), [["a_test.ts > x", 1, 1]]);
    assertEquals(report.results.length, 1);
    assertEquals(report.histories.map(({ flaky, passed, failed }) => [flaky, passed, failed]), [[true, 2, 1]]);
    assertEquals((await folder.report({ title: "T" })).verdict, "passed");
    assertEquals(await Deno.readTextFile(`${folder.path}/.gitignore`), "*\n");
  });
});

Deno.test("ResultsFolder: torn files are said, and take nothing else with them", async () => {
  await inFolder(async (folder) => {
    const session = await folder.begin(facts());
    await leave(folder, session);
    await Deno.writeTextFile(`${folder.path}/history.jsonl`, '{"at":1,"sta', { append: true });
    await leave(folder, session, { run: 2, text: "<testsuites><testsu" });
    await Deno.writeTextFile(`${folder.path}/runs/${session}/2/results/one.jsonl`, '{"kind"', { append: true });
    await leave(folder, session, { run: 3 });
    await Deno.writeTextFile(`${folder.path}/runs/${session}/3/run.json`, "{");
    await Deno.writeTextFile(`${folder.path}/runs/${session}/session.json`, "[");
    const report = await folder.report({ title: "T" });
    assertEquals([report.verdict, report.tests[0]?.counts.passed, report.results.length], ["failed", 2, 1]);
    assertMatch(
      report.problems.join("\n"),
      /junit\.xml: Cannot read a JUnit report[\s\S]*did not end[\s\S]*one\.jsonl:2: /,
    );
    assertMatch(report.problems.at(-1)!, /^history\.jsonl: 1 lines/);
  });
});

Deno.test("ResultsFolder: old sessions and old history go, nothing else in the folder does", async () => {
  await inFolder(async (folder) => {
    await Deno.mkdir(`${folder.path}/runs/mine`, { recursive: true });
    for (let session = 0; session < 4; session++) await leave(folder, await folder.begin(facts({ at: AT + session })));
    assertEquals((await folder.sessions()).length, 2);
    assertEquals((await Deno.stat(`${folder.path}/runs/mine`)).isDirectory, true);
    const lines = (await Deno.readTextFile(`${folder.path}/history.jsonl`)).trim().split("\n");
    assertEquals(lines.length, 2);
  }, { sessions: 2, historyRuns: 2 });
});

Deno.test("ResultsFolder: no results, no such session, no runs", async () => {
  await inFolder(async (folder) => {
    await assertRejects(() => folder.report({ title: "T" }), ArgumentError, "tests have been run");
    const session = await folder.begin(facts({ state: "" }));
    await assertRejects(() => folder.report({ title: "T", session: "other" }), ArgumentError, `is one of ${session}`);
    await assertRejects(() => folder.report({ title: "T", session: "../x" }), ArgumentError);
    assertEquals((await folder.report({ title: "T" })).problems, ["No test was run"]);
    assertEquals((await folder.session(session)).state, session);
  });
});
