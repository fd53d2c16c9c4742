import { assert, assertEquals, assertRejects } from "@std/assert";
import { StartError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { DynamicSupervisor } from "../supervision/dynamic_supervisor.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { TaskSupervisor } from "../supervision/task_supervisor.ts";
import { Agent } from "./agent.ts";
import { GenServer } from "./gen_server.ts";
import { ProcessDefinition, startFrom } from "./process_definition.ts";
import { ProcessGroups } from "./process_groups.ts";
import { Registry } from "./registry.ts";

const definitions = () => [
  GenServer.define({ name: "Mine", init: () => 0 }),
  Agent.define({ name: "Mine", init: () => 0 }),
  Registry.define({ name: "Mine", keys: "unique" }),
  ProcessGroups.define({ name: "Mine" }),
  Supervisor.define({ name: "Mine" }),
  DynamicSupervisor.define({ name: "Mine" }),
  TaskSupervisor.define({ name: "Mine" }),
];

Deno.test("ProcessDefinition.start() gives what at() gives, under the name it was told", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  for (const definition of definitions()) {
    assert(definition instanceof ProcessDefinition);
    const ref = await definition.start(system, { name: "one" });
    assertEquals(ref.pid, system.whereis("one"));
    assertEquals([ref.pid, ref.constructor], [
      definition.at(system, "one").pid,
      definition.at(system, "one").constructor,
    ]);
    const error = await assertRejects(() => definition.start(system, { name: "one" }), StartError);
    assertEquals(error.reason, { already_started: ref.pid });
    await ref.stop();
  }
});

Deno.test("ProcessDefinition.child() is the definition itself with the options, by its name unless told otherwise", () => {
  for (const definition of definitions()) {
    assertEquals(definition.child(), { id: "Mine", start: definition as never });
    const { id, restart, start } = definition.child({ id: "other", restart: "transient" });
    assertEquals([id, restart, start === (definition as never)], ["other", "transient", true]);
  }
});

Deno.test("startFrom() gives the pid, or an error that names the registered name first and the definition else", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  assert(system.isAlive(await startFrom(definitions()[0]!, system, {})));
  const Broken = GenServer.define({ name: "Broken", init: () => GenServer.stop("no") });
  await assertRejects(() => startFrom(Broken, system, {}), StartError, "Cannot start Broken: no");
  await assertRejects(() => startFrom(Broken, system, { name: "desk" }), StartError, "Cannot start desk: no");
});
