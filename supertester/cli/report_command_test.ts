import { assertEquals, assertMatch } from "@std/assert";
import { FAILING, PASSING, Project } from "./testdata/project.ts";

Deno.test("reportCommand: forms in files or printed, sessions, GitHub, the tests' exit code if it is asked for", async () => {
  await using project = await Project.create({ "a_test.ts": FAILING });
  const before = await project.run(["report"]);
  assertEquals(before.code, 2);
  assertMatch(before.complaints[0]!, /^error: Cannot read results: tests have been run, into this folder, got /);

  await project.run(["test"]);
  await project.write({ "a_test.ts": PASSING });
  await project.run(["test"]);

  const { code, text } = await project.run(["report", "--format", "markdown", "--format", "html", "--title", "T"]);
  assertEquals([code, text()], [
    0,
    ["report.md", "report.html", ""].map((name) => name && `${project.path}/.supertester/${name}`).join("\n"),
  ]);
  assertMatch(await project.read(".supertester/report.md"), /^# ✅ T: passed/);
  assertEquals((await project.run(["report"])).text(), `${project.path}/.supertester/report.html\n`);

  const sessions = (await project.run(["report", "--sessions"])).text().trim().split("\n").map((line) =>
    line.split("  ")[0]!
  );
  assertEquals(sessions.length, 2);
  const old = await project.run(["report", "--session", sessions[1]!, "--stdout", "--format", "json", "--check"]);
  assertEquals([old.code, JSON.parse(old.text()).verdict], [1, "failed"]);
  assertEquals((await project.run(["report", "--check"])).code, 0);
  const github = await project.run(["report", "--session", sessions[1]!, "--github"]);
  assertMatch(github.text(), /^::error file=a_test\.ts,line=1/);

  for (const args of [["--session", "x"], ["--stdout", "--format", "json", "--format", "html"], ["--format", "pdf"]]) {
    assertEquals((await project.run(["report", ...args])).code, 2, args.join(" "));
  }
});
