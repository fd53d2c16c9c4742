import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CallError, Supervisor } from "@superlearner/otp";
import { restarted } from "../waiting/restarted.ts";
import { processRef } from "../waiting/target.ts";
import { defineScenario } from "./define_scenario.ts";
import { op } from "./operation.ts";
import { runScenario } from "./run_scenario.ts";
import { ScenarioError, type ScenarioPhase } from "./scenario_error.ts";
import { NO_RUN } from "./scenario_run.ts";
import { Account, type AccountCalls, type AccountCasts, Counter } from "./testdata/servers.ts";

type Spec = Parameters<
  typeof defineScenario<number, [], AccountCalls, AccountCasts, undefined, number>
>[0];

/**
 * A scenario that fails in a part and says why, in both kinds of time. One that runs out of time does so in virtual time,
 * unless it is in the first part: on a busy machine a part before may take as long.
 */
async function failsIn(phase: ScenarioPhase, more: Partial<Spec>, said: string): Promise<ScenarioError> {
  let last: ScenarioError | undefined;
  const late = said.includes("took more than") || more.timeoutMs !== undefined;
  for (const clock of late && phase !== "setup" ? ["virtual"] as const : ["virtual", "real"] as const) {
    const scenario = defineScenario(
      { server: Account, clients: [[op.call("balance")]], ...late ? { timeoutMs: 30 } : {}, ...more } as Spec,
    );
    last = await assertRejects(() => runScenario(scenario, { clock }), ScenarioError);
    assertEquals([clock, last.phase], [clock, phase], last.message);
    assertStringIncludes(last.message, said);
    assertEquals(last.report.passed, false);
  }
  return last!;
}

const throws = () => {
  throw new RangeError("no good");
};
const hangs = () => new Promise<never>(() => {});

Deno.test("D23: a set-up that throws, gives nothing, or never ends is named", async () => {
  const { cause, report } = await failsIn("setup", { setup: throws }, "The set-up failed: RangeError: no good");
  assertEquals([cause instanceof RangeError, report.events, report.metrics], [true, [], NO_RUN.metrics]);
  await failsIn("setup", { setup: (() => 7) as never }, "The set-up did not give a server");
  await failsIn("setup", { setup: hangs }, "The set-up took more than 30 ms");
});

Deno.test("case 25: an invariant passes on true and nothing; all else is named, a time-out as well", async () => {
  for (const invariant of [() => true, () => {}, async () => await true, () => Promise.resolve()]) {
    const scenario = defineScenario({ server: Account, clients: [[op.call("balance")]], runs: 2, invariant });
    assertEquals((await runScenario(scenario)).passed, true);
  }
  for (const gave of [false, null, 0, "true", {}]) {
    await failsIn("invariant", { invariant: () => gave }, `The invariant does not hold: it gave ${gave}`);
  }
  await failsIn("invariant", { invariant: throws }, "The invariant failed: RangeError: no good");
  await failsIn(
    "invariant",
    { invariant: () => Promise.reject(new Error("later")) },
    "The invariant failed: Error: later",
  );
  await failsIn("invariant", { invariant: hangs }, "The invariant took more than 30 ms");
});

Deno.test("D23: a clean-up that throws or never ends is named, after what failed first", async () => {
  await failsIn("cleanup", { cleanup: throws }, "The clean-up failed: RangeError: no good");
  await failsIn("cleanup", { cleanup: hangs }, "The clean-up took more than 30 ms");
  const both = await failsIn("invariant", { invariant: () => false, cleanup: throws }, "it gave false");
  assertStringIncludes(both.message, "Then");
  assertStringIncludes(both.message, "no good");
});

Deno.test("D23: whatever fails, the clean-up runs, and all that was started is stopped", async () => {
  for (const clock of ["virtual", "real"] as const) {
    for (
      const more of [{ invariant: throws }, { chaos: [throws] }, { clients: [[op.call("boom")]] }, {}] as Partial<
        Spec
      >[]
    ) {
      const done: string[] = [];
      let alive = () => true;
      const scenario = defineScenario({
        server: Account,
        clients: [[op.call("balance")]],
        runs: 1,
        shrinkRuns: 0,
        setup: async (world) => {
          world.defer(() => void done.push("deferred"));
          const server = await world.start(Account);
          alive = () => server.alive;
          return server;
        },
        cleanup: () => void done.push("cleaned up"),
        ...more,
      } as Spec);
      await runScenario(scenario, { clock }).catch(() => {});
      assertEquals([...new Set(done)], ["cleaned up", "deferred"]);
      assertEquals(alive(), false);
    }
  }
});

Deno.test("D23: calls that fail make the scenario fail, unless it says how many may", async () => {
  const clients = [[op.call("never"), op.cast("set", 1)], [op.call("never")]];
  const error = await failsIn("clients", { clients, callTimeoutMs: 5 }, "2 steps failed, at most 0 may");
  assertStringIncludes(error.message, "client 0, step 0, call never: CallError:");
  assertEquals([error.cause instanceof CallError, error.report.metrics.errors], [true, 2]);
  const allow = { unanswered: true };
  for (const clock of ["virtual", "real"] as const) {
    const bounds = { maxErrors: 2 };
    const scenario = defineScenario({ server: Account, clients, callTimeoutMs: 5, bounds, allow, runs: 3 });
    const { metrics, events } = await runScenario(scenario, { clock });
    assertEquals([metrics.operations, metrics.errors, events.filter(({ type }) => type === "failed").length], [
      3,
      2,
      2,
    ]);
  }
});

Deno.test("ScenarioRun: a crash is a failure of its own, unless crashes are allowed", async () => {
  const clients = [[op.call("boom")]];
  const bounds = { maxErrors: 1 };
  await failsIn("run", { clients, bounds }, "crashed");
  for (const clock of ["virtual", "real"] as const) {
    for (const crashes of [true, "Account", () => true] as const) {
      const scenario = defineScenario({ server: Account, clients, bounds, allow: { crashes }, runs: 2 });
      const { metrics } = await runScenario(scenario, { clock });
      assertStringIncludes(JSON.stringify(metrics.died), "boom");
    }
  }
});

Deno.test("ScenarioRun: clients that do not come to an end are named, with the step", async () => {
  const custom = op.custom(function waits() {
    return hangs();
  });
  const clients = [[op.call("balance"), custom]];
  await failsIn("clients", { clients, timeoutMs: 30 }, "client 0, step 1, custom waits");
});

Deno.test("ScenarioRun: a bound that is missed is said with its figure", async () => {
  const bounds = { maxMailbox: 1 };
  const clients = [[op.cast("set", 1)], [op.cast("set", 2)], [op.cast("set", 3)]];
  const { report } = await failsIn("bounds", { clients, bounds }, "maxMailbox exceeded (actual: ");
  assertEquals(report.metrics.operations, 3);
});

Deno.test("ScenarioRun: clients find a server again that was restarted under its name", async () => {
  const scenario = defineScenario({
    server: Counter,
    clients: (own) => {
      const kill = own.custom(async ({ system, pid }) => {
        system.exit(pid!, "kill");
        await restarted(processRef(system, "counter"), { from: pid! });
      });
      return [[own.call("add", 1), kill, own.call("value")]];
    },
    setup: async (world) => {
      await world.start(Supervisor.define({ children: [Counter.child({ name: "counter" })] }));
      return Counter.at(world.system, "counter");
    },
    runs: 20,
  });
  const { events } = await runScenario(scenario);
  assertEquals(events.at(-1)?.reply, 0);
});
