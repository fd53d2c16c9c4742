import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { ArgumentError, NoProcessError } from "../processes/errors.ts";
import type { Self } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Nursery } from "../testdata/nursery.ts";
import { everyOrder, reasonIn } from "../testdata/world.ts";
import { ChildError } from "./errors.ts";
import { PartitionSupervisor } from "./partition_supervisor.ts";

Deno.test("PartitionSupervisorRef.resize() stops the last partitions, and starts such again", async () => {
  await everyOrder(async ({ system, settle }) => {
    const nursery = new Nursery();
    const Workers = PartitionSupervisor.define({ child: nursery.child("w"), partitions: 3 });
    const workers = await system.start(Workers, { name: "workers" });
    const pids = () => [0, 1, 2].map((key) => system.whereis(workers.via(key)));
    const [first] = pids();
    nursery.read();
    assertEquals([await workers.resize(1), workers.partitions], [3, 1]);
    assertEquals([nursery.read(), pids()], [["stop w shutdown", "stop w shutdown"], [first, first, first]]);
    assertEquals(await workers.countChildren(), { specs: 3, active: 1, supervisors: 0, workers: 3 });
    assertEquals([await workers.resize(3), workers.partitions, new Set(pids()).size], [1, 3, 3]);
    assertEquals(pids()[0], first);
    assertEquals([await workers.resize(3), nursery.read()], [3, ["start w", "start w"]]);
    assertEquals([await workers.resize(0), pids(), workers.partitions], [3, [undefined, undefined, undefined], 0]);
    assertEquals(system.whereis(workers.via("a")), undefined);
    assertEquals(system.whereis(workers.via(5n)), undefined);
    await workers.resize(2);
    system.exit(workers.via(1), "kill");
    await settle();
    assertEquals((await workers.countChildren()).active, 2);
  }, 10);
});

Deno.test("PartitionSupervisorRef.resize(): two at once come one after the other", async () => {
  await everyOrder(async ({ system }) => {
    const Workers = PartitionSupervisor.define({ child: new Nursery().child("w"), partitions: 4 });
    const workers = await system.start(Workers, { name: "workers" });
    assertEquals(await Promise.all([workers.resize(1), workers.resize(3), workers.resize(2)]), [4, 1, 3]);
    assertEquals([workers.partitions, (await workers.countChildren()).active], [2, 2]);
  }, 10);
});

Deno.test("PartitionSupervisorRef.resize() refuses other numbers, and tells of a partition that does not start", async () => {
  await everyOrder(async ({ system }) => {
    const nursery = new Nursery();
    const Workers = PartitionSupervisor.define({ child: nursery.child("w"), partitions: 2 });
    const workers = await system.start(Workers, { name: "workers" });
    for (const wrong of [-1, 3, 1.5, NaN, "1"]) {
      const rule = "partitions is a whole number from 0 to 2";
      await assertRejects(() => workers.resize(wrong as number), ArgumentError, rule);
    }
    await workers.resize(0);
    nursery.failing.set("w", 1);
    const error = await assertRejects(() => workers.resize(2), ChildError);
    assertEquals([reasonIn(error), workers.partitions], ["cannot", 0]);
    assertEquals([await workers.resize(2), workers.partitions], [0, 2]);
  }, 5);
});

Deno.test("PartitionSupervisorRef says that its supervisor does not run, or is none", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Workers = PartitionSupervisor.define({ child: new Nursery().child("w"), partitions: 2 });
  const workers = Workers.at(system, "workers");
  assertEquals([workers.pid, workers.alive, workers.toString()], [undefined, false, "workers"]);
  assertThrows(() => workers.partitions, NoProcessError, "Cannot count the partitions of workers");
  assertEquals(system.whereis(workers.via(1)), undefined);
  system.attach({ name: "me" });
  const none = Workers.at(system, "me");
  assertThrows(() => none.partitions, ArgumentError, 'it is a PartitionSupervisor, got "attached"');
  assertThrows(() => system.whereis(none.via(1)), ArgumentError, "it is in a PartitionSupervisor");
  assertThrows(() => Workers.at(system, 5 as never), ArgumentError);
});

Deno.test("PartitionSupervisorRef.partition() is for definitions; a child started by hand is named by via()", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const child = { id: "hand", start: (self: Self) => self.spawnLink(() => new Promise(() => {})) };
  const workers = await system.start(PartitionSupervisor.define({ child, partitions: 2 }), { name: "workers" });
  assertThrows(() => workers.partition(1), ArgumentError, "its child is a definition");
  assertEquals(system.isAlive(system.whereis(workers.via(1))!), true);
});

Deno.test("PartitionSupervisorRef: nobody starts under the name of a partition", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Workers = PartitionSupervisor.define({ child: new Nursery().child("w"), partitions: 2 });
  await system.start(Workers, { name: "workers" });
  const workers = Workers.at(system, "workers");
  await workers.resize(0);
  const Other = GenServer.define({ name: "Other", init: () => 0 });
  const rule = "Cannot start a process as workers[1]: a PartitionSupervisor starts its partitions";
  await assertRejects(() => system.start(Other, { name: workers.via(1) }), ArgumentError, rule);
});
