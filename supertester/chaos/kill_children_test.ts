import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  ArgumentError,
  type ExitReason,
  GenServer,
  ignore,
  silentLogger,
  stop,
  Supervisor,
  System,
} from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { addResultSink, type TestResult } from "../results/result.ts";
import { isolated } from "../isolation/isolated.ts";
import { killChildren, type KillChildrenOptions } from "./kill_children.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0, trapExit: false });
const workers = (...ids: string[]) => ids.map((id) => Worker.child({ id }));
const strong = { maxRestarts: 1_000_000 } as const;
const virtual = { clock: "virtual", trace: false } as const;

Deno.test(
  "killChildren: a minute of chaos, every crash recovered",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ ...strong, children: workers("a", "b") }));
    const report = await killChildren(shop, { rate: 0.5, durationMs: 60_000, intervalMs: 600 });
    assertEquals(`${report}`, "100 crashes, 100 recoveries, 0 failures ✓");
    const { kills, ignored, durationMs, supervisorCrashed, passed } = report;
    assertEquals([kills, ignored, durationMs, supervisorCrashed, passed], [100, 0, 60_000, false, true]);
    assertEquals(report.timeline.slice(0, 3).map(({ event, atMs }) => [event, atMs]), [
      ["kill", 0],
      ["crash", 0],
      ["recovery", 0],
    ]);
  }, virtual),
);

Deno.test(
  "D14: the rate is honoured on average, also where it is less than one child",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ ...strong, children: workers("a", "b", "c") }));
    const few = await killChildren(shop, { rate: 0.01, durationMs: 200_000, seed: 3 });
    assert(few.kills > 45 && few.kills < 75, `${few.kills}`); // 60 in 2000 rounds
    const many = await killChildren(shop, { rate: 0.5, durationMs: 20_000, seed: 3 });
    assert(many.kills > 280 && many.kills < 320, `${many.kills}`); // 300 in 200
    assertEquals([few.seed, few.crashes, few.recoveries], [3, few.kills, few.kills]);
  }, virtual),
);

Deno.test(
  "case 19: rate 0 kills nobody, rate 1 everybody, and without children there is nobody to be killed",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ ...strong, children: workers("a", "b") }));
    const none = await killChildren(shop, { rate: 0 });
    assertEquals([none.kills, none.crashes, none.durationMs, none.timeline], [0, 0, 5000, []]);
    const all = await killChildren(shop, { rate: 1, durationMs: 300 });
    assertEquals([all.kills, all.recoveries], [6, 6]);
    const empty = await killChildren(await t.start(Supervisor.define({ children: [] })), { rate: 1 });
    assertEquals([`${empty}`, empty.durationMs], ["0 crashes, 0 recoveries, 0 failures ✓", 5000]);
  }, virtual),
);

Deno.test(
  "case 7: D11: a supervisor that gives up half-way: the report says so, with its reason",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ maxRestarts: 3, maxSeconds: 5, children: workers("a", "b") }));
    const report = await killChildren(shop, { rate: 0.5 });
    assertEquals([report.supervisorCrashed, report.supervisorReason, report.passed], [true, "shutdown", false]);
    assertEquals([report.kills, report.crashes, report.recoveries, report.failures], [4, 4, 3, 1]);
    assertEquals(report.durationMs, 300);
    assertEquals(`${report}`, "4 crashes, 3 recoveries, 1 failure, the process under chaos stopped: shutdown ✗");
    assertEquals(report.timeline.map(({ event }) => event).slice(-4), ["kill", "crash", "stop", "failure"]);
  }, virtual),
);

Deno.test(
  "case 19: a dead target",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ children: workers("a") }));
    t.system.exit(shop.pid!, "kill");
    const report = await killChildren(shop);
    assertEquals([report.supervisorCrashed, report.supervisorReason, report.kills], [true, "killed", 0]);
    assertEquals(report.durationMs, 0);
  }, virtual),
);

Deno.test(
  "case 20: killed with normal: ignored, not killed",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ ...strong, children: workers("a", "b") }));
    const report = await killChildren(shop, { rate: 1, durationMs: 300, reason: "normal" });
    assertEquals([report.kills, report.ignored, report.crashes, report.passed], [0, 6, 0, true]);
  }, virtual),
);

const Trapping = GenServer.define({
  name: "Trapping",
  trapExit: true,
  init: () => 0,
  handleInfo: (heard: number, _message: unknown) => heard + 1,
});

Deno.test(
  "case 20: killed while trapping: ignored where it is only heard; a kill is not trapped",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ ...strong, children: [Trapping.child({ id: "a" })] }));
    const heard = await killChildren(shop, { rate: 1, durationMs: 300, reason: "oops" });
    assertEquals([heard.kills, heard.ignored, heard.crashes], [0, 3, 0]);
    const killed = await killChildren(shop, { rate: 1, durationMs: 300 });
    assertEquals([killed.kills, killed.ignored, killed.timeline[0]?.reason], [3, 0, "killed"]);
  }, virtual),
);

const Polite = GenServer.define({
  name: "Polite",
  trapExit: true,
  init: () => 0,
  handleInfo: (state: number, _exit: unknown) => stop("oops", state),
});

Deno.test(
  "case 20: killed while trapping: who ends because of the signal, in its turn, was killed by it",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ ...strong, children: [Polite.child({ id: "a" })] }));
    const report = await killChildren(shop, { rate: 1, durationMs: 1, reason: "oops" });
    assertEquals([report.kills, report.ignored, `${report}`], [1, 0, "1 crash, 1 recovery, 0 failures ✓"]);
  }, virtual),
);

Deno.test(
  "case 10: a child whose restart says ignore is not to be there: neither a recovery nor a failure",
  isolated(async (t) => {
    let starts = 0;
    const Once = GenServer.define({ name: "Once", init: () => starts++ === 0 ? 0 : ignore() });
    const shop = await t.start(Supervisor.define({ ...strong, children: [Once.child({ id: "a" })] }));
    const report = await killChildren(shop, { rate: 1, durationMs: 300 });
    assertEquals([`${report}`, starts], ["1 crash, 0 recoveries, 0 failures ✓", 2]);
  }, virtual),
);

Deno.test(
  "killChildren: a temporary child is gone, and that is no failure; a shutdown of a permanent one is recovered",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({
      ...strong,
      children: [Worker.child({ id: "a", restart: "temporary" }), Worker.child({ id: "b", restart: "transient" })],
    }));
    const killed = await killChildren(shop, { rate: 1, durationMs: 1 });
    assertEquals(`${killed}`, "2 crashes, 1 recovery, 0 failures ✓");
    const stopped = await killChildren(shop, { rate: 1, durationMs: 1, reason: "shutdown" });
    assertEquals(`${stopped}`, "1 crash, 0 recoveries, 0 failures ✓");
  }, virtual),
);

const Slow = GenServer.define({
  name: "Slow",
  async init() {
    await this.sleep(250);
    return 0;
  },
});

Deno.test(
  "killChildren: tells how long the recoveries took, and waits for the last",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ ...strong, children: [Slow.child({ id: "a" })] }));
    const report = await killChildren(shop, { rate: 1, durationMs: 1000, intervalMs: 1000 });
    assertEquals(report.timeToRecoverMs, { p50: 250, p95: 250, p99: 250, max: 250 });
    const late = await killChildren(shop, { rate: 1, durationMs: 1, recoverMs: 100 });
    assertEquals([`${late}`, late.passed], ["1 crash, 0 recoveries, 1 failure ✗", false]);
    assertEquals(late.timeline.map(({ event, atMs }) => [event, atMs]), [["kill", 0], ["crash", 0], ["failure", 101]]);
  }, virtual),
);

Deno.test(
  "case 8: siblings that a supervisor stops are no crashes",
  isolated(async (t) => {
    for (const shutdown of [5000, "brutal_kill"] as const) {
      const children = ["a", "b", "c"].map((id) => Worker.child({ id, shutdown }));
      const shop = await t.start(Supervisor.define({ ...strong, strategy: "one_for_all", children }));
      const report = await killChildren(shop, { rate: 0.34, durationMs: 1, seed: 1 });
      const { crashes, recoveries, kills, failures } = report;
      assertEquals({ crashes, recoveries, kills, failures }, { crashes: 1, recoveries: 1, kills: 1, failures: 0 });
      assertEquals(report.timeline.filter(({ event }) => event === "stop").length, 2);
    }
  }, virtual),
);

Deno.test(
  "killChildren: the same seed gives the same report to the byte, another seed another",
  isolated(async (t) => {
    const run = (options: KillChildrenOptions) =>
      t.external(async () => {
        await using simulation = new Simulation({ seed: 5 });
        const { system } = simulation;
        const shop = await system.start(Supervisor.define({ ...strong, children: workers("a", "b", "c") }));
        return JSON.stringify(await simulation.until(killChildren(shop, { rate: 0.4, ...options })));
      });
    assertEquals(await run({ seed: 1 }), await run({ seed: 1 }));
    assert(await run({ seed: 1 }) !== await run({ seed: 2 }));
  }, virtual),
);

Deno.test("killChildren: in real time as well", async () => {
  await using system = new System({ logger: silentLogger });
  const shop = await system.start(Supervisor.define({ ...strong, children: workers("a", "b") }));
  const report = await killChildren(shop, { rate: 1, durationMs: 20, intervalMs: 10 });
  assertEquals(`${report}`, "4 crashes, 4 recoveries, 0 failures ✓");
});

Deno.test(
  "killChildren: is a result of the test, unless it is not to be",
  isolated(async (t) => {
    const results: TestResult[] = [];
    using _sink = addResultSink((result) => results.push(result));
    const shop = await t.start(Supervisor.define({ ...strong, children: workers("a") }), { name: "shop" });
    const report = await killChildren(shop, { rate: 1, durationMs: 1, test: "survives" });
    await killChildren(shop, { rate: 1, durationMs: 1, publish: false });
    assertEquals(results.map(({ kind, test, name, passed }) => [kind, test, name, passed]), [
      ["chaos", "survives", `Kill children of shop ${shop.pid}`, true],
    ]);
    assertEquals(results[0]!.data, report.toJSON());
  }, virtual),
);

Deno.test(
  "killChildren: refuses what it cannot do",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ children: [] }));
    const wrong: [KillChildrenOptions, string][] = [
      [{ rate: 1.5 }, "rate is a number from 0 to 1, got 1.5"],
      [{ durationMs: Infinity }, "durationMs is a number of milliseconds from 0 up, got Infinity"],
      [{ intervalMs: 0 }, "intervalMs is above 0, got 0"],
      [{ seed: 0.5 }, "the seed is a whole number, got 0.5"],
      [{ kill_rate: 1 } as KillChildrenOptions, "its options are rate, durationMs, intervalMs, reason, seed, deep, "],
    ];
    for (const [options, message] of wrong) {
      await assertRejects(() => killChildren(shop, options), ArgumentError, message);
    }
    const worker = await t.start(Worker);
    await assertRejects(() => killChildren(worker), ArgumentError, "Cannot kill children: it is a supervisor, got");
    await assertRejects(() => killChildren({} as never), ArgumentError, "it is a ref");
  }, virtual),
);

Deno.test(
  "killChildren: any reason may be given, an error as well",
  isolated(async (t) => {
    const shop = await t.start(Supervisor.define({ ...strong, children: workers("a") }));
    for (const reason of [{ chaos: 1 }, new RangeError("no")] as ExitReason[]) {
      const report = await killChildren(shop, { rate: 1, durationMs: 1, reason });
      assertEquals([report.kills, report.ignored, report.recoveries], [1, 0, 1]);
    }
  }, virtual),
);
