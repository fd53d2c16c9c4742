import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { Supervisor } from "@superlearner/otp";
import { killChildren } from "../chaos/kill_children.ts";
import { defineScenario } from "./define_scenario.ts";
import type { ScenarioChaos } from "./scenario_spec.ts";
import { op } from "./operation.ts";
import { runScenario } from "./run_scenario.ts";
import { ScenarioError } from "./scenario_error.ts";
import { Account, type AccountCalls, type AccountCasts, Counter } from "./testdata/servers.ts";

type Chaos = ScenarioChaos<AccountCalls, AccountCasts, unknown>;

const allow = { crashes: true } as const;
const kills: Chaos = ({ server, system }) => void system.exit(server.pid!, "kill");

Deno.test("D22: chaos that kills the server does not reach the test", async () => {
  for (const clock of ["virtual", "real"] as const) {
    const scenario = defineScenario({
      server: Account,
      clients: [[op.cast("set", 1), op.cast("set", 2)]],
      chaos: [kills],
      runs: 20,
      invariant: ({ server }) => !server.alive,
    });
    const { metrics, events } = await runScenario(scenario, { clock });
    assertEquals([metrics.died, metrics.operations], ["killed", 2]);
    assertEquals(events.filter(({ client }) => client === "chaos 0").map(({ type }) => type), ["invoked", "returned"]);
  }
});

Deno.test("D22: a step that exits ends its client alone, and is a failed step", async () => {
  for (const clock of ["virtual", "real"] as const) {
    const leaves = op.custom(function leaves(_server, { self }) {
      return self.exit("had enough");
    });
    const scenario = defineScenario({
      server: Account,
      clients: [[leaves, op.call("balance")], [op.call("balance")]],
      bounds: { maxErrors: 1 },
      runs: 20,
    });
    const { metrics, events } = await runScenario(scenario, { clock });
    assertEquals([metrics.operations, metrics.errors], [2, 1]); // what came after it was never begun
    assertStringIncludes(`${events.find(({ type }) => type === "failed")?.error}`, "had enough");
  }
});

Deno.test("D22: a client that is killed, or dies of a link, is a failed step", async () => {
  for (const clock of ["virtual", "real"] as const) {
    const linked = op.custom(async (server, { self }) => {
      self.link(server.pid!);
      await self.receive();
    });
    const scenario = defineScenario({
      server: Account,
      clients: [[linked]],
      chaos: [kills],
      runs: 20,
      allow,
      strategy: "fifo",
    });
    const error = await assertRejects(() => runScenario(scenario, { clock }), ScenarioError);
    assertEquals(error.phase, "clients");
    assertStringIncludes(error.message, "Its process died before it was done");
  }
});

Deno.test("D22: chaos that throws or exits fails the scenario as chaos, and nothing else stops", async () => {
  const bad: [Chaos, string][] = [
    [() => {
      throw new RangeError("no");
    }, "The chaos 0 failed: RangeError: no"],
    [(_subject, self) => self.exit("gone"), "The chaos 0 failed: Exit"],
  ];
  for (const clock of ["virtual", "real"] as const) {
    for (const [chaos, said] of bad) {
      const scenario = defineScenario({ server: Account, clients: [[op.call("balance")]], chaos: [chaos], runs: 3 });
      const error = await assertRejects(() => runScenario(scenario, { clock }), ScenarioError);
      assertEquals([error.phase, error.report.metrics.errors], ["chaos", 0]);
      assertStringIncludes(error.message, said);
    }
  }
});

Deno.test("D22: chaos that kills children, while clients go on with whoever is there", async () => {
  const Tree = Supervisor.define({ maxRestarts: 1000, children: [Counter.child({ name: "counter" })] });
  const pause = op.custom(async (_server, { self }) => void await self.receive(() => false, { timeoutMs: 3 }));
  const scenario = defineScenario({
    server: Counter,
    clients: [[op.call("add", 1), pause, op.call("add", 1), pause, op.call("add", 1)], [op.call("value")]],
    setup: async (world) => {
      const context = await world.start(Tree);
      return { server: Counter.at(world.system, "counter"), context };
    },
    chaos: [
      ({ context, seed }) => killChildren(context, { rate: 1, durationMs: 4, intervalMs: 2, seed, publish: false }),
    ],
    bounds: { maxErrors: Infinity },
    invariant: async ({ server }) => await server.call("value") < 3, // what was added before a crash is forgotten
    runs: 30,
  });
  const { metrics, events } = await runScenario(scenario);
  assertEquals([metrics.operations, metrics.died], [6, "killed"]);
  const { reply } = events.find(({ client, type }) => client === "chaos 0" && type === "returned")!;
  assert(`${reply}`.includes("0 failures"), `${reply}`);
});
