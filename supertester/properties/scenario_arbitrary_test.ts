import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError, Supervisor } from "@superlearner/otp";
import { asyncProperty, check, nat, sample } from "npm:fast-check@^4";
import { defineScenario, type Scenario } from "../scenarios/define_scenario.ts";
import { type AnyOperation, op, type Operation } from "../scenarios/operation.ts";
import { runScenario } from "../scenarios/run_scenario.ts";
import {
  Counter,
  type CounterCalls,
  type CounterCasts,
  counting,
  LossyCounter,
} from "../scenarios/testdata/servers.ts";
import { scenarios } from "./scenario_arbitrary.ts";
import { type RaceCalls, type RaceCasts, racing, Racy } from "./testdata/servers.ts";

/** The smallest scenario that fails, as fast-check finds it: the same wherever it begins. */
async function smallest(drawn: ReturnType<typeof scenarios>): Promise<Scenario> {
  const passes = asyncProperty(drawn, async (scenario) => (await runScenario(scenario)).passed);
  const found: Scenario[] = [];
  for (const seed of [1, 2, 3, 4]) {
    const { counterexample } = await check(passes, { numRuns: 1000, seed });
    found.push(counterexample![0]);
  }
  assertEquals(new Set(found.map(String)).size, 1, found.join("\n\n"));
  return found[0]!;
}

const fails = (scenario: Scenario) => runScenario(scenario).then(() => false, () => true);

Deno.test("scenarios: keeps to its limits, and draws operations and schedules", () => {
  const drawn = scenarios(Counter, { calls: { add: nat(9) }, faults: ["crash"], maxClients: 4, minOperations: 2 });
  const all = sample(drawn, { numRuns: 300, seed: 1 });
  assertEquals([...new Set(all.map(({ clients }) => clients.length))].sort(), [2, 3, 4]);
  assert(all.every(({ clients }) => clients.every(({ length }) => length >= 2 && length <= 4)));
  assert(all.some(({ schedule }) => schedule!.choices.length > 20));
  assert(all.some(({ schedule }) => schedule!.faults!.length === 2));
});

Deno.test("D33: a counterexample is minimal in clients, operations and payloads", async () => {
  const found = await smallest(
    scenarios(LossyCounter, { calls: { add: nat(1000) }, model: counting, maxOperations: 6 }),
  );
  assertEquals(`${found}`, "client 0: call add(1)\nclient 1: call add(1)");
});

Deno.test("D33: the schedule is part of the value, and shrinks with the operations", async () => {
  const found = await smallest(scenarios(Racy, { casts: { set: nat(100), noise: nat() }, model: racing }));
  assertEquals(found.clients.flat().map((each) => [each.kind, (each as { payload?: unknown }).payload]).sort(), [
    ["set", 5],
    ["value", undefined],
  ]);
  const { choices } = found.schedule!;
  const deviations = choices.filter((choice) => choice !== 0).length;
  assert(deviations >= 1 && deviations <= 2, `${choices}`);
  // No schedule with fewer choices that are not plain fails, in whichever order the clients begin.
  const steps: Operation<RaceCalls, RaceCasts>[] = [op.cast("set", 5), op.call("value")];
  for (const clients of [[[steps[0]!], [steps[1]!]], [[steps[1]!], [steps[0]!]]]) {
    const plain = defineScenario({ server: Racy, model: racing, clients, schedule: { choices: [] } });
    assertEquals(await fails(plain), false);
    for (let at = 0; deviations > 1 && at < 10; at++) {
      for (const choice of [1, 2, 3]) {
        const schedule = { choices: [...new Array<number>(at).fill(0), choice] };
        assertEquals(await fails(defineScenario({ server: Racy, model: racing, clients, schedule })), false);
      }
    }
  }
});

Deno.test("D33: faults are part of the value, and shrink with the rest", async () => {
  const found = await smallest(scenarios(Counter, {
    calls: { add: nat(100) },
    setup: async (world) => {
      await world.start(Supervisor.define({ maxRestarts: 100, children: [Counter.child({ name: "counter" })] }));
      return Counter.at(world.system, "counter");
    },
    faults: ["crash"],
    maxFaults: 3,
    bounds: { maxErrors: Infinity },
    model: counting,
  }));
  assertEquals(
    `${found}`,
    "client 0: call add(1)\nclient 1: call add(0), call add(0)\nfaults: crash of turn 4",
  );
  // What was added and answered is forgotten in a crash: one to add, one that meets the crash, one to see it.
  const without = defineScenario({
    server: Counter,
    clients: found.clients as readonly (readonly Operation<CounterCalls, CounterCasts>[])[],
    schedule: { choices: found.schedule!.choices },
    model: counting,
  });
  assertEquals(await fails(without), false);
});

Deno.test("D33: the same seed and path give the same scenario and failure", async () => {
  const drawn = () => scenarios(LossyCounter, { calls: { add: nat(1000) }, model: counting });
  const failing = () => asyncProperty(drawn(), async (scenario) => (await runScenario(scenario)).passed);
  const first = await check(failing(), { seed: 5 });
  const again = await check(failing(), { seed: 5, path: first.counterexamplePath! });
  assertEquals([`${again.counterexample}`, again.numShrinks], [`${first.counterexample}`, 0]);
  assertEquals(`${again.errorInstance}`, `${first.errorInstance}`);
});

Deno.test("scenarios: every scenario that shrinks is one that could be drawn", async () => {
  const drawn = scenarios(Counter, { calls: { add: nat(9) }, minClients: 2, maxClients: 3, minOperations: 2 });
  let seen = 0;
  const none = asyncProperty(drawn, ({ clients }) => {
    seen++;
    assert(clients.length >= 2 && clients.every((steps: readonly AnyOperation[]) => steps.length >= 2));
    return Promise.resolve(clients.flat().every(({ kind }) => kind !== "reset"));
  });
  const { counterexample } = await check(none, { seed: 2 });
  assert(seen > 10);
  assertEquals(counterexample?.[0].clients.map(({ length }) => length), [2, 2]);
});

Deno.test("scenarios: refuses what is none, before anything is drawn", () => {
  const refuses = (options: object, message: string) =>
    assertThrows(() => scenarios(Counter, options as { calls: { add: false } }), ArgumentError, message);
  refuses({}, "calls.add needs a payload");
  refuses({ calls: { add: false }, minClients: 0 }, "minClients and maxClients are whole numbers from 1 up");
  refuses({ calls: { add: false }, minOperations: 9 }, "minOperations and maxOperations are whole numbers");
  refuses({ calls: { add: false }, invariants: 1 }, 'got "invariants"');
  refuses({ calls: { add: false }, maxChoices: 0.5 }, "maxChoices is a whole number");
  refuses(null as unknown as object, "the options are an object");
});
