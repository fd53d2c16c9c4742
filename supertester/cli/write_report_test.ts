import { assert, assertEquals, assertMatch } from "@std/assert";
import { reportOf, testRecord } from "../reports/testdata/records.ts";
import { sampleReport } from "../reports/testdata/sample.ts";
import { heardTerminal } from "./testdata/terminal.ts";
import { exitCodeOf, formatReport, tellGithub, writeReports } from "./write_report.ts";

Deno.test("formatReport: each form", () => {
  assertMatch(formatReport(sampleReport, "html"), /^<!doctype html>/);
  assertMatch(formatReport(sampleReport, "junit"), /^<\?xml/);
  assertMatch(formatReport(sampleReport, "markdown"), /^# ❌ Shop/);
  assertEquals(JSON.parse(formatReport(sampleReport, "json")).tests.length, sampleReport.tests.length);
});

Deno.test("writeReports: files in the folder, and nowhere else", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const paths = await writeReports(sampleReport, { folder, formats: ["html", "json", "junit", "markdown"] });
    assertEquals(paths, ["report.html", "report.json", "junit.xml", "report.md"].map((name) => `${folder}/${name}`));
    assertEquals([...Deno.readDirSync(folder)].length, 4);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("tellGithub: annotations in the log, the summary added to what is there and never too long", async () => {
  const summary = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(summary, "before\n");
    const terminal = heardTerminal({ vars: { GITHUB_STEP_SUMMARY: summary } });
    await tellGithub(sampleReport, terminal);
    assertMatch(terminal.text(), /^::error title=Outside of tests::/);
    assertMatch(await Deno.readTextFile(summary), /^before\n# ❌ Shop/);
    await Deno.truncate(summary);
    const tests = Array.from(
      { length: 500 },
      (_, n) => testRecord({ id: `${n}`, outcome: "failed", failure: { message: "m", text: "x".repeat(9_000) } }),
    );
    await tellGithub(reportOf({ tests: tests.map((test) => ({ ...test, file: "ä".repeat(20_000) })) }), terminal);
    assert((await Deno.stat(summary)).size < 1_048_576);
  } finally {
    await Deno.remove(summary);
  }
});

Deno.test("tellGithub: without a file for a summary annotations only", async () => {
  const terminal = heardTerminal();
  await tellGithub(sampleReport, terminal);
  assertEquals(terminal.text().trim().split("\n").length, 5);
});

Deno.test("exitCodeOf: a regression is told from a failure", () => {
  const codes = (["passed", "failed", "regressed"] as const).map((verdict) => exitCodeOf({ verdict }));
  assertEquals(codes, [0, 1, 3]);
});
