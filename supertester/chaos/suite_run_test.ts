import { assertEquals, AssertionError, assertRejects, assertStringIncludes, assertThrows } from "@std/assert";
import { ArgumentError, GenServer, listProcesses, Supervisor } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { isolated } from "../isolation/isolated.ts";
import type { TestContext } from "../isolation/test_context.ts";
import { addResultSink, type TestResult } from "../results/result.ts";
import { chaosSuite } from "./suite_run.ts";
import { killChildren } from "./kill_children.ts";
import type { ChaosScenario } from "./scenario_run.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });
const shopOf = (maxRestarts: number) =>
  Supervisor.define({ name: "Shop", maxRestarts, children: ["a", "b"].map((id) => Worker.child({ id })) });
const virtual = { clock: "virtual", trace: false } as const;
const never = () => new Promise<never>(() => {});

/** Why each scenario of a suite has failed; `undefined` for those that have passed. */
async function reasons(t: TestContext, ...scenarios: ChaosScenario[]): Promise<(string | undefined)[]> {
  const report = await chaosSuite(await t.start(shopOf(1000)), scenarios);
  return report.scenarios.map(({ reason }) => reason);
}

Deno.test(
  "chaosSuite: every scenario has its report, and the whole has one",
  isolated(async (t) => {
    const results: TestResult[] = [];
    using _sink = addResultSink((result) => results.push(result));
    const shop = await t.start(shopOf(1000));
    const report = await chaosSuite(shop, [
      { name: "kills", chaos: ({ seed }) => killChildren(shop, { rate: 0.5, seed }) },
      { name: "nothing", chaos: () => {} },
    ], { test: "stands it" });
    assertEquals(`${report}`, "2 scenarios, 2 passed, 0 failed ✓");
    assertEquals(report.scenarios.map(({ chaos }) => `${chaos}`), [
      "50 crashes, 50 recoveries, 0 failures ✓",
      "0 crashes, 0 recoveries, 0 failures ✓",
    ]);
    assertEquals([report.chaos.crashes, report.durationMs, report.seed], [50, 5000, 0]);
    assertEquals(results.map(({ name, test, passed }) => [name, test, passed]), [["Chaos suite", "stands it", true]]);
    assertEquals((results[0]!.data as { scenarios: unknown }).scenarios, [
      { name: "kills", passed: true, durationMs: 5000 },
      { name: "nothing", passed: true, durationMs: 0 },
    ]);
    report.assertPassed();
  }, virtual),
);

Deno.test(
  "D13: a scenario that the supervisor does not survive has failed, and the next one says that it is dead",
  isolated(async (t) => {
    const shop = await t.start(shopOf(1));
    const report = await chaosSuite(shop, [
      { name: "kills", chaos: () => killChildren(shop, { rate: 1 }) },
      { name: "more", chaos: () => {} },
    ]);
    assertEquals([report.passed, report.failed], [0, 2]);
    assertEquals(report.scenarios.map(({ reason }) => reason), [
      "not recovered within 5000 ms: it is dead, and its pid is of nobody else",
      "the target was dead before the chaos: alive is false (it exited with shutdown)",
    ]);
    assertEquals(report.scenarios[0]!.chaos.supervisorReason, "shutdown");
    const error = assertThrows(() => report.assertPassed(), AssertionError, "2 scenarios, 0 passed, 2 failed ✗");
    assertStringIncludes(error.message, "✗ kills: not recovered within 5000 ms");
  }, virtual),
);

Deno.test(
  "chaosSuite: a child that does not come back is a failure, unless the scenario has a criterion of its own",
  isolated(async (t) => {
    const Stubborn = Supervisor.define({
      maxRestarts: 1000,
      children: [
        GenServer.define({
          name: "Slow",
          async init() {
            if (t.system.now() > 0) await this.sleep(60_000);
            return 0;
          },
        }).child({ id: "slow", startTimeoutMs: Infinity }),
      ],
    });
    const tree = await t.start(Stubborn);
    await t.advance(1);
    const kill = () => killChildren(tree, { rate: 1, durationMs: 1, recoverMs: 10 });
    const strict = await chaosSuite(tree, [{ name: "kill", chaos: kill, recoverMs: 10 }]);
    assertEquals(strict.scenarios[0]!.reason, `not recovered within 10 ms: not there are ${tree.pid}/slow (starting)`);
    const hasty = () => killChildren(tree, { rate: 1, durationMs: 1, recoverMs: 10 });
    await t.advance(60_000);
    const late = await chaosSuite(tree, [{ name: "kill", chaos: hasty, recoverMs: 90_000 }]);
    assertEquals(late.scenarios[0]!.reason, "not recovered: 1 crash, 0 recoveries, 1 failure ✗");
    const own = await chaosSuite(tree, [{ name: "kill", chaos: hasty, recovered: () => true }]);
    assertEquals(own.passed, 1);
    const no = await chaosSuite(tree, [{ name: "kill", chaos: () => {}, recovered: () => false, recoverMs: 5 }]);
    assertEquals(no.scenarios[0]!.reason, "not recovered within 5 ms: recovered() gave false");
    await t.advance(60_000);
  }, virtual),
);

Deno.test(
  "chaosSuite: a scenario that throws is named with the part that did, and everything is cleaned up",
  isolated(async (t) => {
    const done: string[] = [];
    const before = listProcesses(t.system).length + 3; // of the shop
    const fail = (what: string) => () => {
      throw new RangeError(what);
    };
    const found = await reasons(
      t,
      {
        name: "set-up",
        setUp: ({ system }) => {
          system.spawn(never, { name: "left behind" });
          throw new RangeError("no tools");
        },
        chaos: () => void done.push("never"),
        cleanUp: () => void done.push("cleaned up"),
      },
      {
        name: "chaos",
        chaos: (context) => {
          context.defer(() => done.push("deferred"));
          context.use({ [Symbol.dispose]: () => void done.push("disposed of") });
          throw new RangeError("no fire");
        },
      },
      { name: "disposal", chaos: (context) => context.defer(fail("stuck")) },
      { name: "clean-up", chaos: () => {}, cleanUp: fail("no broom") },
      { name: "fine", chaos: () => {} },
    );
    assertEquals(found, [
      "the set-up failed: RangeError: no tools",
      "the chaos failed: RangeError: no fire",
      "what the chaos had put in use failed: RangeError: stuck",
      "the clean-up failed: RangeError: no broom",
      undefined,
    ]);
    assertEquals(done, ["cleaned up", "disposed of", "deferred"]);
    assertEquals(listProcesses(t.system).length, before);
  }, virtual),
);

Deno.test(
  "chaosSuite: a scenario and a suite that take too long are told so, and what they hold is let go",
  isolated(async (t) => {
    const done: string[] = [];
    const shop = await t.start(shopOf(1000));
    const late: { use?: (it: Disposable) => unknown } = {};
    const report = await chaosSuite(shop, [
      {
        name: "hangs",
        timeoutMs: 100,
        chaos: (context) => {
          context.defer(() => done.push("let go"));
          late.use = (it) => context.use(it);
          return never();
        },
      },
      { name: "hangs longer", chaos: never, cleanUp: never },
      { name: "comes last", chaos: () => {} },
    ], { timeoutMs: 300 });
    assertEquals(report.scenarios.map(({ reason }) => reason), [
      "time-out: the chaos was not over within 100 ms",
      "suite time-out: the chaos was not over within 200 ms; " +
      "the clean-up failed: Error: It was not over within 5000 ms",
      "suite time-out: not run, the 300 ms of the suite were over",
    ]);
    assertEquals(done, ["let go"]);
    late.use?.({ [Symbol.dispose]: () => void done.push("let go at once") });
    await t.settle();
    assertEquals(done, ["let go", "let go at once"]);
  }, virtual),
);

Deno.test(
  "chaosSuite: the same seed gives the same report to the byte",
  isolated(async (t) => {
    const run = (seed: number) =>
      t.external(async () => {
        await using simulation = new Simulation({ seed: 5 });
        const shop = await simulation.system.start(shopOf(1000));
        const kills = {
          chaos: ({ seed }: { seed: number }) => killChildren(shop, { rate: 0.4, seed }),
        };
        const report = await simulation.until(
          chaosSuite(shop, [{ name: "one", ...kills }, { name: "two", ...kills }], { seed }),
        );
        return JSON.stringify(report);
      });
    const one = await run(1);
    assertEquals(one, await run(1));
    assertEquals(one === await run(2), false);
    const { scenarios } = JSON.parse(one);
    assertEquals(scenarios[0].seed === scenarios[1].seed, false);
  }, virtual),
);

Deno.test(
  "chaosSuite: refuses what it cannot run",
  isolated(async (t) => {
    const ok = { name: "a", chaos: () => {} };
    const wrong: [unknown, unknown, string][] = [
      [[ok, ok], {}, 'each scenario has a name of its own, got "a"'],
      [[{ ...ok, type: "kill_children" }], {}, "Cannot run a chaos suite: a: a scenario has name, setUp, chaos, "],
      [[{ name: "a" }], {}, "chaos is a function, got undefined"],
      [[{ ...ok, timeoutMs: -1 }], {}, "timeoutMs is a number of milliseconds from 0 up, got -1"],
      [{}, {}, "scenarios are a list"],
      [[ok], { timeout: 5 }, "its options are timeoutMs, seed, report, test"],
      [[ok], { seed: "x" }, "the seed is a whole number"],
    ];
    for (const [scenarios, options, message] of wrong) {
      await assertRejects(() => chaosSuite(t.system, scenarios as never, options as never), ArgumentError, message);
    }
    await assertRejects(() => chaosSuite(7 as never, []), ArgumentError, "the target is a ref or a System, got 7");
  }, virtual),
);
