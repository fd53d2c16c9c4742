import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, GenServer, type System } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { simulated } from "./simulated.ts";
import { SimulationError } from "./simulation_error.ts";
import { variable } from "./testdata/variables.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { value: (count) => [count, count], add: (count, n: number) => [count + n, count + n] },
});

/** What both kinds of test have. */
interface World {
  readonly system: System;
  settle(): Promise<void>;
}

/** Some add to a counter; whether the sum is the expected one. */
const adding = (expected: number) => async ({ system, settle }: World) => {
  const counter = await system.start(Counter, { name: "counter" });
  for (const n of [1, 2, 3]) system.spawn((self) => Counter.at(self, "counter").call("add", n));
  await settle();
  assertEquals(await counter.call("value"), expected);
};

const bare = (world: World): World => ({ system: world.system, settle: () => world.settle() });

Deno.test("case 30: code that awaits only the System has one verdict under the real scheduler and in simulation", async () => {
  for (const [expected, passes] of [[6, true], [7, false]] as const) {
    const tests = [
      isolated((t) => adding(expected)(bare(t))),
      isolated((t) => adding(expected)(bare(t)), { clock: "virtual" }),
      simulated((sim) => adding(expected)(bare(sim)), { runs: 100 }),
      simulated((sim) => adding(expected)(bare(sim)), { strategy: "exhaustive" }),
    ];
    for (const test of tests) {
      const passed = await test({ name: "adding" }).then(() => true, (error) => {
        assertEquals(`${error}`.includes("Values are not equal"), true, `${error}`);
        return false;
      });
      assertEquals(passed, passes);
    }
  }
});

Deno.test("simulated: works without a runner that says who it is", async () => {
  await simulated((sim) => adding(6)(bare(sim)), { runs: 5 })();
  await assertRejects(() => simulated((sim) => adding(0)(bare(sim)), { runs: 5 })(), SimulationError);
});

Deno.test("simulated: the seed of the environment, where the test has none", async () => {
  const seeds = async (options = {}) => {
    const seen = new Set<number>();
    await simulated((sim) => void seen.add(sim.seed), { runs: 3, ...options })({ name: "x" });
    return [...seen];
  };
  {
    using _ = variable("SUPERTESTER_SEED", "50");
    assertEquals(await seeds(), [50, 51, 52]);
    assertEquals(await seeds({ seed: 7 }), [7, 8, 9]);
  }
  using _ = variable("SUPERTESTER_SEED", "x");
  await assertRejects(() => seeds(), ArgumentError, 'SUPERTESTER_SEED is a whole number, got "x"');
});

Deno.test("simulated: refuses options that are none, when it runs", async () => {
  await assertRejects(() => simulated(() => {}, { runs: -1 })({ name: "x" }), ArgumentError, "runs is a whole number");
});

Deno.test({
  name: "simulated: needs no permission, and asks for none",
  permissions: "none",
  fn: simulated((sim) => adding(6)(bare(sim)), { runs: 20 }),
});
