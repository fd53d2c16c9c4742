import { assert, assertEquals, assertMatch } from "@std/assert";
import { chaosData, performanceData } from "../reports/testdata/sample.ts";
import { FAILING, FLAKY, PASSING, Project, publishing } from "./testdata/project.ts";

Deno.test("testCommand: tests that pass; Deno's output is shown, the verdict last; nothing outside of the folder", async () => {
  await using project = await Project.create({ "a_test.ts": PASSING });
  const { code, text, complaints } = await project.run(["test"]);
  assertEquals([code, complaints], [0, []]);
  assertMatch(text(), /adds \.\.\. ok[\s\S]*\npassed: 2 passed, 0 failed\nresults: /);
  assertEquals([...Deno.readDirSync(project.path)].map(({ name }) => name).sort(), [
    ".supertester",
    "a_test.ts",
    "deno.json",
  ]);
});

Deno.test("testCommand: a test that fails, one file of several, flags for Deno", async () => {
  await using project = await Project.create({ "a_test.ts": PASSING, "b_test.ts": FAILING });
  const failed = await project.run(["test"]);
  assertEquals(failed.code, 1);
  assertMatch(failed.text(), /\nfailed: 2 passed, 1 failed\n/);
  assertEquals((await project.run(["test", "a_test.ts"])).code, 0);
  const one = await project.run(["test", "--", "--filter", "adds"]);
  assertEquals(one.code, 0);
  assertMatch(one.text(), /\npassed: 1 passed, 0 failed\n/);
});

Deno.test("testCommand: no test that fits, a file that breaks, a type error: never a pass", async () => {
  await using project = await Project.create({ "a_test.ts": PASSING });
  const none = await project.run(["test", "--", "--filter", "nothing"]);
  assertEquals(none.code, 1);
  assertMatch(none.text(), /✕ No test was run\nfailed: 0 passed, 0 failed/);
  await project.write({ "b_test.ts": 'throw new Error("by itself");' });
  const broken = await project.run(["test"]);
  assertEquals(broken.code, 1);
  assertMatch(
    broken.text(),
    /✕ Uncaught error from \.\/b_test\.ts: error: \(in promise\) Error: by itself\nfailed: 2 passed/,
  );
  await project.write({ "b_test.ts": 'const n: number = "1"; Deno.test("t", () => void n);' });
  const typed = await project.runChecked(["test"]);
  assertEquals(typed.code, 1);
  assertMatch(typed.text(), /✕ deno test ended with code 1, TS2322 \[ERROR\]: /);
});

Deno.test("testCommand: results reach the folder with no permission given, and a regression stops the build", async () => {
  await using project = await Project.create({
    "a_test.ts": publishing({ kind: "chaos", passed: true, data: chaosData }),
  });
  const chaos = await project.run(["test", "--report", "json"]);
  assertEquals(chaos.code, 0, chaos.text());
  const report = JSON.parse(await project.read(".supertester/report.json"));
  assertEquals([report.results.length, report.results[0].data.crashes], [1, 20]);
  // A test may give up its permissions: its results are written all the same.
  const chaotic = publishing({ kind: "chaos", passed: true, data: chaosData });
  await project.write({ "a_test.ts": chaotic.replace('"publishes",', '{ name: "publishes", permissions: "none" },') });
  const bare = await project.run(["test", "--report", "json"]);
  assertEquals(bare.code, 0, bare.text());
  assertEquals(JSON.parse(await project.read(".supertester/report.json")).results.length, 1);
  await project.write({ "a_test.ts": publishing({ kind: "performance", passed: false, data: performanceData }) });
  const slower = await project.run(["test"]);
  assertEquals(slower.code, 3);
  assertMatch(
    slower.text(),
    /✕ performance: publishes > one: max_time_ms exceeded \(actual: 150ms, [\s\S]*\nregressed: 1 passed, 0 failed/,
  );
  assertEquals((await project.run(["report", "--check"])).code, 3);
  const ungated = await project.run(["test", "--no-gate"]);
  assertEquals(ungated.code, 0);
  assertMatch(ungated.text(), /✕ performance: [\s\S]*\npassed: 1 passed/);
});

Deno.test("testCommand: repeated runs find who is flaky, and tell how far they are", async () => {
  await using project = await Project.create({ "a_test.ts": PASSING, "b_test.ts": FLAKY });
  const args = ["test", "--repeat", "4", "--shuffle", "--parallel", "--", "-A"];
  const { code, text } = await project.run(args);
  assertEquals(code, 1);
  assertMatch(text(), /^run 1\/4, 0 failed, /);
  assertMatch(text(), /run 2 failed; what it printed:\n[\s\S]*wavered/);
  assertMatch(text(), /\nrun 4\/4, 2 failed, [\s\S]*\nruns 4, failures 2 \(2 runs without a failure\)\n/);
  assertMatch(
    text(),
    /≈ b_test\.ts > wavers: failed 2 of 4 runs: Error: wavered\nfailed: 2 passed, 1 failed, 1 flaky, 4 runs\n/,
  );
  await project.write({ "count.txt": "0" });
  const once = await project.run(["test", "--", "-A"]);
  assertEquals(once.code, 0);
  assertMatch(once.text(), /≈ b_test\.ts > wavers: known to be flaky, failed 2 of 5 runs\npassed: /);
});

Deno.test("testCommand: --until-failure stops at the first", async () => {
  await using project = await Project.create({ "b_test.ts": FLAKY });
  const { code, text } = await project.run(["test", "--repeat=9", "--until-failure", "--", "-A"]);
  assertEquals(code, 1);
  assertMatch(text(), /\nruns 2, failures 1 /);
});

Deno.test("testCommand: the configuration, and wrong usage before anything is run", async () => {
  const config = { title: "Shop", results: "out", test: { args: ["a_test.ts"], report: ["html", "junit"] } };
  await using project = await Project.create({
    "a_test.ts": PASSING,
    "b_test.ts": FAILING,
    "supertester.json": JSON.stringify(config),
  });
  for (const args of [["--repeat", "0"], ["--report", "pdf"], ["--", "--watch"]]) {
    const { code, complaints } = await project.run(["test", ...args]);
    assertEquals([code, complaints.length], [2, 1]);
  }
  assertEquals([...Deno.readDirSync(project.path)].some(({ name }) => name === "out"), false);
  assertEquals((await project.run(["test"])).code, 0);
  assertMatch(await project.read("out/report.html"), /<title>passed: Shop<\/title>/);
  assertMatch(await project.read("out/junit.xml"), /<testsuites name="Shop"/);
});

Deno.test("testCommand: in a job of GitHub Actions failures are annotations, and the job has a summary", async () => {
  await using project = await Project.create({ "b_test.ts": FAILING });
  const vars = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: `${project.path}/summary.md` };
  const { text } = await project.run(["test"], vars);
  assertMatch(text(), /\n::error file=b_test\.ts,line=1,col=6,title=breaks::Error: it broke: 50 %25%0A/);
  assertMatch(await project.read("summary.md"), /^# ❌ [\s\S]*### breaks/);
  await project.write({ "supertester.json": '{"github":"never"}' });
  assert(!(await project.run(["test"], vars)).text().includes("::error"));
});
