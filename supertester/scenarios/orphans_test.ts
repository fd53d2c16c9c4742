import { assertEquals, assertMatch, assertRejects, assertThrows } from "@std/assert";
import { System } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { LeakError } from "../isolation/leaks.ts";
import { defineScenario } from "./define_scenario.ts";
import { op } from "./operation.ts";
import { assertNoOrphans } from "./orphans.ts";
import { runScenario } from "./run_scenario.ts";
import { ScenarioError } from "./scenario_error.ts";
import { Counter } from "./testdata/servers.ts";

const stays = async (self: { receive(): Promise<unknown> }) => void await self.receive();

Deno.test("assertNoOrphans: who was started by one that is dead, and no other", async () => {
  await using system = new System();
  using chronicle = new Chronicle(system);
  const parent = system.spawn(async (self) => {
    self.spawn(stays, { name: "left", label: "helper" });
    await self.receive();
  });
  system.spawn(stays);
  await system.start(Counter);
  system.send(parent, "not yet");
  assertNoOrphans(system, chronicle);
  system.exit(parent, "kill");
  const { leaks } = assertThrows(() => assertNoOrphans(system, chronicle), LeakError);
  assertEquals(leaks.map(({ kind, by }) => [kind, by]), [["process", `${parent} (spawn function, dead by now)`]]);
  assertMatch(leaks[0]!.what, /^<0\.\d+\.0> "left" \(spawn helper\)$/);
});

Deno.test("case 13: a process that a client leaves behind fails the scenario, with who started it and where", async () => {
  const detaches = op.custom(function detaches(_server, { self }) {
    self.spawn(stays, { label: "helper" });
  });
  for (const clock of ["virtual", "real"] as const) {
    const scenario = (leaks: "fail" | "ignore") =>
      defineScenario({ server: Counter, clients: [[detaches, op.call("value")]], leaks, runs: 2 });
    const error = await assertRejects(() => runScenario(scenario("fail"), { clock }), ScenarioError);
    assertEquals([clock, error.phase, error.cause instanceof LeakError], [clock, "cleanup", true]);
    assertMatch(
      error.message,
      /process <0\.\d+\.0> \(spawn helper\), by <0\.\d+\.0> \(spawn client 0, dead by now\), at .*orphans_test\.ts/,
    );
    assertEquals((await runScenario(scenario("ignore"), { clock })).passed, true);
  }
  const single = defineScenario({ server: Counter, clients: [[detaches]], schedule: { choices: [] } });
  const { message } = await assertRejects(() => runScenario(single), ScenarioError);
  assertMatch(message, /\(spawn client 0, dead by now\), at .*orphans_test\.ts/);
});
