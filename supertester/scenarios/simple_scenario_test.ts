import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { op } from "./operation.ts";
import { runScenario } from "./run_scenario.ts";
import { simpleScenario } from "./simple_scenario.ts";
import { Counter } from "./testdata/servers.ts";

Deno.test("simpleScenario: several clients do the same, with all that a scenario may have", async () => {
  assertEquals(simpleScenario(Counter, [op.call("value")]).clients.length, 5);
  const scenario = simpleScenario(Counter, [op.call("add", 2)], {
    clients: 3,
    args: [1],
    runs: 5,
    invariant: async ({ server }) => await server.call("value") === 7,
  });
  assertEquals((await runScenario(scenario)).metrics.operations, 3);
});

Deno.test("simpleScenario: refuses no clients, and steps of another server", () => {
  for (const clients of [0, 1.5, NaN]) {
    assertThrows(() => simpleScenario(Counter, [], { clients }), ArgumentError, "clients is a whole number from 1 up");
  }
  // @ts-expect-error there is no such call
  assertThrows(() => simpleScenario(Counter, [op.call("nonsense")]), ArgumentError, "the calls of the server are");
});
