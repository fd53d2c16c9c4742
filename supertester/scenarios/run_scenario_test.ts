import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { addResultSink, type TestResult } from "../results/result.ts";
import { defineScenario, type Scenario } from "./define_scenario.ts";
import { type AnyOperation, op } from "./operation.ts";
import { runScenario, type RunScenarioOptions } from "./run_scenario.ts";
import { ScenarioError } from "./scenario_error.ts";
import { simpleScenario } from "./simple_scenario.ts";
import { Account, Counter, counting, LossyCounter } from "./testdata/servers.ts";
import { NotLinearizableError } from "./violation.ts";

const failing = (scenario: Scenario, options?: RunScenarioOptions) =>
  assertRejects(() => runScenario(scenario, options), ScenarioError);

const lossy = (runs = 300): Scenario =>
  simpleScenario(LossyCounter, [op.cast("reset"), op.call("add", 1), op.call("value")], {
    clients: 3,
    model: counting,
    runs,
  });

Deno.test("runScenario: runs many orders of turns in virtual time, and reports the first", async () => {
  const scenario = simpleScenario(Counter, [op.call("add", 1), op.call("value")], { model: counting, runs: 100 });
  const report = await runScenario(scenario);
  const { events, metrics, ...rest } = report;
  assertEquals(rest, { name: "Counter", passed: true, clock: "virtual", seed: 0, runs: 100, summary: "100 runs" });
  assertEquals([metrics.operations, metrics.errors, metrics.clients, metrics.mailboxPeak], [10, 0, 5, 5]);
  assertEquals(metrics.callMs?.count, 10);
  assertEquals(events.map(({ sequence }) => sequence), Array.from({ length: 20 }, (_, n) => n));
  for (const { type, invocation, client, step } of events) {
    if (type === "invoked") continue;
    const begun = events[invocation!]!;
    assertEquals([begun.type, begun.client, begun.step], ["invoked", client, step]);
  }
});

Deno.test("runScenario: an update that is lost is found, made small, shown, and run again by its token", async () => {
  const error = await failing(lossy(), { runner: { name: "adds up", origin: "file:///x_test.ts" } });
  assertEquals([error.phase, error.report.passed], ["model", false]);
  assert(error.cause instanceof NotLinearizableError);
  assertStringIncludes(error.message, 'Scenario "LossyCounter" failed');
  assertStringIncludes(error.message, "No order of one operation after the other gives these answers");
  const line = `SUPERTESTER_REPLAY=${error.report.token}`;
  assertStringIncludes(error.message, line);
  assertStringIncludes(error.message, "--filter 'adds up'");
  const again = await failing(lossy(), { replay: error.report.token!, runner: { name: "adds up" } });
  assertEquals([again.report.events, again.report.runs], [error.report.events, 1]);
  assertEquals((again.cause as NotLinearizableError).beginning, error.cause.beginning);
});

Deno.test("runScenario: an exhaustive search says that it was one", async () => {
  const clients = [[op.call("add", 1)], [op.call("add", 2)]];
  const { summary, runs } = await runScenario(
    defineScenario({ server: Counter, clients, strategy: "exhaustive", model: counting }),
  );
  assertStringIncludes(summary, "all ");
  assert(runs > 1);
});

Deno.test("runScenario: real time is one run, judged in the same way", async () => {
  const good = defineScenario({
    server: Counter,
    clients: [[op.call("add", 1)], [op.call("add", 2)]],
    model: counting,
  });
  const { clock, runs, summary, metrics } = await runScenario(good, { clock: "real" });
  assertEquals([clock, runs, summary, metrics.operations], ["real", 1, "1 run in real time", 2]);
  const both = simpleScenario(LossyCounter, [op.call("add", 1)], { clients: 2, model: counting });
  const { phase, report } = await failing(both, { clock: "real" });
  assertEquals([phase, report.clock, report.token], ["model", "real", undefined]);
});

Deno.test("runScenario: with a schedule it is that run, and the message draws it", async () => {
  const clients = [[op.call("balance"), op.cast("set", 1)], [op.call("balance"), op.cast("set", 2)]];
  const of = (choices: number[]) =>
    defineScenario({
      server: Account,
      clients,
      schedule: { choices },
      invariant: async ({ server }) => await server.call("balance") === 2,
    });
  assertEquals((await runScenario(of([]))).summary, "the given schedule");
  const error = await failing(of([1]));
  assertEquals([error.phase, error.report.runs], ["invariant", 1]);
  assertStringIncludes(error.message, "<- out of turn");
});

Deno.test("runScenario: refuses what is no scenario, and options that are none", async () => {
  const scenario = lossy();
  const cases: [unknown, unknown, string][] = [
    [{ ...scenario }, {}, "it is what defineScenario gives"],
    [scenario, { runs: 3 }, "its options are clock, runner, replay"],
    [scenario, { clock: "fake" }, "clock is virtual or real"],
    [scenario, { clock: "real", replay: "v1." }, "a run is replayed in virtual time"],
    [scenario, null, "the options are an object"],
    [defineScenario({ server: Counter, clients: [[]], faults: {} }), { clock: "real" }, "faults is for virtual time"],
  ];
  for (const [what, options, message] of cases) {
    await assertRejects(() => runScenario(what as Scenario, options as RunScenarioOptions), ArgumentError, message);
  }
});

Deno.test("runScenario: tells whoever writes results down, as plain JSON", async () => {
  const heard: TestResult[] = [];
  using _sink = addResultSink((result) => heard.push(result));
  await failing(lossy(), { runner: { name: "adds up" } });
  await runScenario(simpleScenario(Counter, [op.call("value")] as AnyOperation[] as never, { runs: 3 }));
  await runScenario(defineScenario({ server: Counter, clients: [[]], schedule: { choices: [] } }));
  assertEquals(heard.map(({ kind, test, name, passed }) => [kind, test, name, passed]), [
    ["scenario", "adds up", "LossyCounter", false],
    ["scenario", "", "Counter", true],
  ]);
  const data = heard[0]!.data as {
    failure: { phase: string };
    metrics: object;
    simulation: { failure: { command: string } };
  };
  assertEquals(JSON.parse(JSON.stringify(data)), data);
  assertEquals([data.failure.phase, "callMs" in data.metrics], ["model", true]);
  assertStringIncludes(data.simulation.failure.command, "SUPERTESTER_REPLAY=");
});
