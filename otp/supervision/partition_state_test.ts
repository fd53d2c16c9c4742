import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Nursery } from "../testdata/nursery.ts";
import { everyOrder, fateOf } from "../testdata/world.ts";
import { PartitionState } from "./partition_state.ts";
import { PartitionSupervisor } from "./partition_supervisor.ts";

Deno.test("PartitionState.partition() is who is there now, and nobody beyond the last", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Workers = PartitionSupervisor.define({ child: new Nursery().child("w"), partitions: 2 });
  const workers = await system.start(Workers, { name: "workers" });
  const state = runtimeOf(system).find(workers.pid!)!.state as PartitionState;
  assertEquals([state instanceof PartitionState, state.most, state.routed], [true, 2, 2]);
  const pids = (await workers.whichChildren()).map(({ pid }) => pid);
  assertEquals([0, 1, 2].map((number) => state.partition(number)?.pid), [pids[0], pids[1], undefined]);
});

Deno.test("PartitionState.resize() lets no key lead to a partition that is stopping", async () => {
  await everyOrder(async ({ system, settle }) => {
    const gate = Promise.withResolvers<void>();
    const child = new Nursery().child("w", { terminate: () => gate.promise });
    const workers = await system.start(PartitionSupervisor.define({ child, partitions: 2 }), { name: "workers" });
    const [first, last] = (await workers.whichChildren()).map(({ pid }) => pid);
    const resize = fateOf(workers.resize(1));
    await settle();
    assertEquals([resize.state, system.isAlive(last as "<0.1.0>"), system.whereis(workers.via(1))], [
      "pending",
      true,
      first,
    ]);
    gate.resolve();
    await settle();
    assertEquals(resize.value, 2);
  }, 5);
});
