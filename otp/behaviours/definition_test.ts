import { assert, assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { Process } from "../processes/process.ts";
import { Simulation } from "../simulation/simulation.ts";
import { DynamicSupervisor } from "../supervision/dynamic_supervisor.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { startables } from "./definition.ts";
import { GenServer } from "./gen_server.ts";

Deno.test("startables: every kind of definition starts at once where nothing is asynchronous", async () => {
  await using simulation = new Simulation();
  const runtime = runtimeOf(simulation.system);
  const inside = { parent: null, link: true, name: undefined, args: [], timeoutMs: Infinity };
  const Worker = GenServer.define({ name: "Worker", init: () => 0 });
  const Tree = Supervisor.define({ children: [Worker.child()] });
  for (const definition of [Worker, Tree, DynamicSupervisor.define()]) {
    assert(startables.get(definition)!(runtime, inside) instanceof Process);
  }
  assertEquals(startables.has({ ...Worker }), false, "what only looks like a definition is none");
  const Slow = GenServer.define({ name: "Slow", init: () => Promise.resolve(0) });
  const started = startables.get(Supervisor.define({ children: [Slow.child()] }))!(runtime, inside);
  assert(started instanceof Promise);
  assert(await started instanceof Process);
});
