import { assertEquals, assertStringIncludes } from "@std/assert";
import { GenServer, Supervisor } from "@superlearner/otp";
import { chaosSuite } from "../chaos/suite_run.ts";
import { killChildren } from "../chaos/kill_children.ts";
import { isolated } from "../isolation/isolated.ts";
import { addResultSink, type TestResult } from "../results/result.ts";
import { buildReport } from "./build_report.ts";
import { writeHtml } from "./html/write_html.tsx";
import { knowResult } from "./result_data.ts";
import { writeJunit } from "./write_junit.ts";
import { writeMarkdown } from "./write_markdown.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });
const shopOf = (maxRestarts: number) =>
  Supervisor.define({ name: "Shop", maxRestarts, children: ["a", "b"].map((id) => Worker.child({ id })) });

Deno.test(
  "knowResult, writeJunit, writeMarkdown, writeHtml: what chaos really publishes",
  isolated(async (t) => {
    const results: TestResult[] = [];
    using _sink = addResultSink((result) => results.push(result));
    const [shop, weak] = [await t.start(shopOf(1000)), await t.start(shopOf(1))];
    await killChildren(shop, { rate: 0.5, durationMs: 60_000, intervalMs: 600 });
    await chaosSuite(weak, [{ name: "kill | all", chaos: () => killChildren(weak, { rate: 1 }) }]);
    const read: TestResult[] = JSON.parse(JSON.stringify(results));
    assertEquals(read.map((each) => [knowResult(each).kind, each.test, each.passed]), [
      ["chaos", t.name, true],
      ["chaos", t.name, false],
    ]);
    const sources = {
      title: "Shop",
      at: 0,
      commit: "",
      durationMs: 0,
      runs: [],
      history: [],
      errors: [],
      problems: [],
    };
    const report = buildReport({ ...sources, results: read });
    assertEquals(report.verdict, "regressed");
    for (const text of [writeMarkdown(report), writeHtml(report)]) {
      assertStringIncludes(text, "100 crashes, 100 recoveries, 0 failures");
    }
    const junit = writeJunit(report);
    assertStringIncludes(junit, 'name="crashes" value="100"');
    assertStringIncludes(junit, "the supervisor stopped");
  }, { clock: "virtual", trace: false }),
);
