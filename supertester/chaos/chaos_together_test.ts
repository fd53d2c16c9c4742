import { assert, assertEquals, assertRejects } from "@std/assert";
import { GenServer, silentLogger, Supervisor, System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import type { ChaosTarget } from "./chaos_target.ts";
import { crash } from "./crash.ts";
import { exhaust } from "./exhaust.ts";
import { failStarts } from "./fail_starts.ts";
import { jumpClock } from "./jump_clock.ts";
import { killChildren } from "./kill_children.ts";
import { delay, drop, duplicate, reorder } from "./message_faults.ts";
import { partition } from "./partition.ts";
import type { ChaosScenario } from "./scenario_run.ts";
import { pause, slow } from "./slow_process.ts";
import { treeReady } from "../waiting/tree_ready.ts";
import { chaosSuite } from "./suite_run.ts";
import type { SuiteReport } from "./suite_report.ts";

const Till = GenServer.define({
  name: "Till",
  init: () => 0,
  calls: { total: (sum) => [sum, sum] },
  casts: { sell: (sum, price: number) => sum + price },
});
const Clerk = GenServer.define({
  name: "Clerk",
  init() {
    this.sendAfter(this.pid, "sell", { delayMs: 10 });
    return 0;
  },
  handleInfo: (sold: number, _message, self) => {
    Till.at(self, "till").cast("sell", 1);
    self.sendAfter(self.pid, "sell", { delayMs: 10 });
    return sold + 1;
  },
});
const Shop = Supervisor.define({
  name: "Shop",
  maxRestarts: 1_000_000,
  children: [
    Till.child({ name: "till", maxMailbox: 1000, overload: "drop_oldest" }),
    ...["ann", "bob"].map((name) => Clerk.child({ id: name, name })),
  ],
});

/** Everything there is, at once. */
function everything(system: System, shop: ChaosTarget & { readonly pid: unknown }): ChaosScenario {
  return {
    name: "everything",
    chaos: async ({ use, seed }) => {
      use(delay(system, { ms: 5, rate: 0.3, seed }));
      use(drop(system, { to: "till", rate: 0.2, seed }));
      use(duplicate(system, { from: ["ann", "bob"], rate: 0.2, seed }));
      use(reorder(system, { withinMs: 5, rate: 0.2, seed }));
      use(partition(system, { a: "bob", b: "till" }));
      use(slow(system.whereis(Till, "till"), { ms: 3, spread: "uniform", seed }));
      use(pause(system.whereis(Clerk, "ann")));
      use(failStarts(shop as never, { child: "bob", times: 2 }));
      use(await exhaust(system, { resource: "timers", count: 100 }));
      if (system.clock.costly !== true) jumpClock(system, 1000);
      const crashed = crash(system.whereis(Till, "till"), { from: "handler", when: { onMessage: 3 }, timeoutMs: 100 });
      await killChildren(shop as never, { rate: 0.2, durationMs: 1000, intervalMs: 50, seed });
      await crashed;
    },
  };
}

Deno.test("case 1: chaosSuite: everything at once, recovered from, and the same by the same seed to the byte", async () => {
  const run = async (seed: number): Promise<[SuiteReport, string]> => {
    await using simulation = new Simulation({ seed });
    const { system } = simulation;
    const shop = await system.start(Shop, { name: "shop" });
    const report = await simulation.until(chaosSuite(shop, [everything(system, shop)], { seed }));
    assertEquals(await simulation.until(system.whereis(Till, "till").call("total")) >= 0, true);
    return [report, JSON.stringify(report)];
  };
  for (const seed of [1, 2, 3]) {
    const [report, text] = await run(seed);
    report.assertPassed();
    const kinds = new Set(
      report.chaos.timeline.map(({ event, reason }) => event === "fault" ? reason!.split(" ")[0] : event),
    );
    for (const kind of ["kill", "crash", "recovery", "loss", "delay", "duplicate", "reorder"]) {
      assert(kinds.has(kind), kind);
    }
    const faults = [
      "delay",
      "drop",
      "duplicate",
      "reorder",
      "partition",
      "slow by 3 ms",
      "pause",
      "failing starts of bob",
    ];
    const marks = (mark: string) =>
      report.chaos.timeline.filter(({ event }) => event === mark).map(({ reason }) => reason);
    assertEquals(marks("heal"), [...faults, "exhausted timers"].reverse());
    for (const fault of [...faults, "exhausted timers", "clock jumps by 1000 ms"]) {
      assert(marks("fault").includes(fault));
    }
    assertEquals((await run(seed))[1], text);
  }
  assert((await run(1))[1] !== (await run(2))[1]);
});

Deno.test("chaosSuite: everything at once, in real time", async () => {
  await using system = new System({ logger: silentLogger });
  const shop = await system.start(Shop, { name: "shop" });
  const { name, chaos } = everything(system, shop);
  let begun: Promise<unknown>;
  const report = await chaosSuite(shop, [{
    name,
    chaos: (context) => begun = Promise.resolve(chaos(context)),
    timeoutMs: 60,
  }]);
  const reason = "time-out: the chaos was not over within 60 ms";
  assertEquals(report.scenarios[0]!.reason, reason);
  await assertRejects(() => begun, Error, reason);
  // Taken off, and nothing of it goes on: the shop works, once who was just killed is back.
  await treeReady(shop, { timeoutMs: Infinity });
  assertEquals(typeof await system.whereis(Till, "till").call("total"), "number");
});
