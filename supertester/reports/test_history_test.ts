import { assertEquals } from "@std/assert";
import { failureRate, formatHistoryRun, type HistoryRun, parseHistory, unsteadyTests } from "./test_history.ts";

const run = (at: number, state: string, tests: Record<string, "passed" | "failed" | "skipped">): HistoryRun => ({
  at,
  state,
  tests: Object.fromEntries(Object.entries(tests).map(([id, outcome]) => [id, [outcome, at] as const])),
});

Deno.test("parseHistory reads what formatHistoryRun wrote, and counts what it passed over", () => {
  const runs = [run(1, "a", { x: "passed" }), run(2, "b", {})];
  const text = runs.map(formatHistoryRun).join("");
  assertEquals(parseHistory(text), { runs, skipped: 0 });
  const broken = `${text}{"at":1,"state":"a","tests":{"x":["perhaps",1]}}\nnull\n${text.slice(0, 12)}`;
  assertEquals(parseHistory(broken), { runs, skipped: 3 });
  assertEquals(parseHistory(""), { runs: [], skipped: 0 });
});

Deno.test("unsteadyTests: flaky is who passed and failed with the same code", () => {
  const [flaky, broken, ...rest] = unsteadyTests([
    run(3, "b", { flaky: "failed", mended: "passed", broken: "failed", steady: "passed" }),
    run(1, "a", { flaky: "passed", mended: "failed", broken: "failed", steady: "passed" }),
    run(2, "b", { flaky: "passed", mended: "passed", broken: "failed", steady: "skipped" }),
  ]);
  assertEquals([flaky?.id, flaky?.flaky, flaky?.passed, flaky?.failed], ["flaky", true, 2, 1]);
  assertEquals([broken?.id, broken?.flaky, broken?.failed], ["broken", false, 3]);
  assertEquals(rest.map(({ id, flaky }) => [id, flaky]), [["mended", false]]);
  assertEquals(flaky?.runs.map(({ at }) => at), [1, 2, 3]);
});

Deno.test("failureRate: the failed part, skipped runs left out", () => {
  const [history] = unsteadyTests([
    run(1, "a", { x: "failed" }),
    run(2, "a", { x: "skipped" }),
    run(3, "a", { x: "passed" }),
  ]);
  assertEquals(failureRate(history!), 0.5);
  assertEquals(failureRate({ id: "x", flaky: false, passed: 0, failed: 0, runs: [] }), 0);
});
