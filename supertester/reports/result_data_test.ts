import { assertEquals } from "@std/assert";
import { GenServer, System } from "@superlearner/otp";
import { assertPerformance } from "../performance/assert_performance.ts";
import { assertMailboxStable } from "../performance/mailbox_stable.ts";
import { assertNoMemoryLeak } from "../performance/memory_leak.ts";
import { assertMemoryStable } from "../performance/memory_stable.ts";
import { addResultSink, type TestResult } from "../results/result.ts";
import { Trends } from "../trends/trends.ts";
import { knowResult } from "./result_data.ts";
import { factsOf } from "./result_facts.ts";
import { chaosData, performanceData, results, simulationData } from "./testdata/sample.ts";

const Idle = GenServer.define({ name: "Idle", init: () => 0 });

const result = (kind: TestResult["kind"], data: unknown): TestResult => ({
  kind,
  test: "t",
  name: "n",
  passed: true,
  at: 1,
  data,
});

Deno.test("knowResult: data of the form of its kind", () => {
  assertEquals(results.map((result) => knowResult(result).kind), [
    "chaos",
    "performance",
    "simulation",
    "simulation",
    "other",
  ]);
});

Deno.test("knowResult: what lacks a figure, or has another form, is never taken for one", () => {
  const { crashes: _, ...less } = chaosData;
  const wrong: TestResult[] = [
    result("chaos", less),
    result("chaos", { ...chaosData, timeline: [{ atMs: 1, event: "party", pid: "x" }] }),
    result("performance", { ...performanceData, bounds: null }),
    result("performance", null),
    result("simulation", { ...simulationData, steps: "many" }),
    result("recording", chaosData),
  ];
  assertEquals(wrong.map((result) => knowResult(result).kind), wrong.map(() => "other"));
  assertEquals(knowResult(result("chaos", less)).data, less);
});

Deno.test("knowResult: more than the form knows is no harm", () => {
  assertEquals(knowResult(result("chaos", { ...chaosData, later: 1 })).kind, "chaos");
});

Deno.test("knowResult: what measuring and trends publish is of the form", async () => {
  const heard: TestResult[] = [];
  using _sink = addResultSink((result) => heard.push(result));
  await using system = new System();
  const server = await system.start(Idle);
  const measurement = await assertPerformance(() => {}, { maxTimeMs: 10_000, name: "nothing", of: server });
  await assertMailboxStable(server, () => {});
  await assertMemoryStable(server, () => {});
  await assertNoMemoryLeak(() => {}, { of: server, heap: false });
  using trends = new Trends({ path: ":memory:" });
  trends.record(measurement, { commit: "c1" });
  trends.assertNoRegression("nothing");
  assertEquals(heard.map((result) => [knowResult(result).kind, factsOf(result).headline]), [
    ["performance", "1 bound kept"],
    ["performance", "1 bound kept"],
    ["performance", "1 bound kept"],
    ["performance", "1 bound kept"],
    ["performance", "medianMs: steady over 1 run"],
  ]);
});
