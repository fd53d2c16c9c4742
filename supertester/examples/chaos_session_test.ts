import { assert, assertEquals, AssertionError, assertMatch, assertRejects, assertStringIncludes } from "@std/assert";
import { Supervisor } from "@superlearner/otp";
import {
  addResultSink,
  assertResilient,
  type ChaosReport,
  chaosSuite,
  crash,
  createContext,
  drop,
  failStarts,
  isolated,
  killChildren,
  type TestResult,
} from "@superlearner/supertester";
import { chaosSession, children, ProductionSupervisor } from "./chaos_session.ts";

const virtual = { clock: "virtual", trace: false } as const;

Deno.test(
  "chaosSession: a minute of chaos, and every figure of it",
  isolated(async (t) => {
    const results: TestResult[] = [];
    using _sink = addResultSink((result) => results.push(result));
    const report: ChaosReport = await chaosSession(t);
    assertMatch(`${report}`, /^(\d+) crashes, \1 recoveries, 0 failures ✓$/);
    assert(report.crashes > 500);
    assertEquals([report.kills, report.durationMs, report.supervisorCrashed], [report.crashes, 60_000, false]);
    assertEquals(report.timeToRecoverMs, { p50: 0, p95: 30, p99: 30, max: 30 });
    assertStringIncludes(report.toMarkdown(), "| time to recover | p50 0 ms, p95 30 ms, p99 30 ms, max 30 ms |");
    assertEquals(results.map(({ kind, test, passed }) => [kind, test, passed]), [["chaos", t.name, true]]);
  }, virtual),
);

Deno.test("chaosSession: the same seed gives the same report to the byte, another one another", async () => {
  const run = async (seed: number) => {
    await using t = createContext(virtual);
    return JSON.stringify(await t.run(() => chaosSession(t, seed)));
  };
  assertEquals(await run(7), await run(7));
  assert(await run(7) !== await run(8));
});

Deno.test(
  "chaosSession: a supervisor of usual limits does not stand it, and that is told",
  isolated(async (t) => {
    const weak = await t.start(Supervisor.define({ name: "Weak", children }));
    const report = await killChildren(weak, { rate: 0.5, durationMs: 60_000, publish: false });
    assertEquals(`${report}`, "4 crashes, 3 recoveries, 1 failure, the process under chaos stopped: shutdown ✗");
    await assertRejects(() => assertResilient(weak, () => true), AssertionError, "System failed to recover from chaos");
  }, virtual),
);

Deno.test(
  "chaosSession: kinds of chaos together, as a suite",
  isolated(async (t) => {
    const supervisor = await t.start(ProductionSupervisor);
    const healthy = () => t.system.whereis("orders") !== undefined;
    const kills = (seed: number) => killChildren(supervisor, { rate: 0.5, seed });
    const report = await chaosSuite(supervisor, [
      { name: "kills", chaos: ({ seed }) => kills(seed) },
      {
        name: "kills, and messages are lost",
        chaos: ({ use, seed }) => {
          use(drop(t.system, { to: "orders", rate: 0.5, seed }));
          return kills(seed);
        },
        recovered: healthy,
      },
      {
        name: "starts fail for longer than the supervisor can stand",
        chaos: async ({ use }) => {
          use(failStarts(supervisor, { child: "Orders", times: 100 }));
          await crash(t.ref("orders"));
          await t.settle();
        },
      },
    ], { report: false }); // one of them is meant to fail
    assertEquals(report.scenarios.map(({ name, passed }) => [name, passed]), [
      ["kills", true],
      ["kills, and messages are lost", true],
      ["starts fail for longer than the supervisor can stand", false],
    ]);
  }, virtual),
);
