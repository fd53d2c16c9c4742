import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, CallError, StartError } from "../processes/errors.ts";
import { supervisionTree } from "../introspection/supervision_tree.ts";
import { PartitionSupervisor } from "../supervision/partition_supervisor.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { fateOf, reasonIn } from "../testdata/world.ts";
import { eventOf, quiet, troubleIn } from "./placed_suite.ts";
import { Trouble } from "./testdata/trouble.ts";
import { WorkerPool } from "./worker_pool.ts";

Deno.test("WorkerPool gives a key always the same worker, which is started again when it dies", async () => {
  await using system = quiet();
  const pool = await system.start(WorkerPool.define({ name: "pool", worker: troubleIn("worker"), size: 2 }));
  assertEquals([pool.size, pool.workers.length, pool.alive], [2, 2, true]);
  const [tree] = supervisionTree(system);
  assertEquals(tree?.children.map(({ id, placement }) => [id, placement?.kind]), [
    ["0", "worker"],
    ["1", "worker"],
  ]);
  assertEquals([tree?.behaviour, tree?.name], ["PartitionSupervisor", "pool"]);
  assert(pool.for("a").pid !== pool.for("c").pid);
  pool.for("a").cast("add", 7);
  assertEquals([await pool.for("a").call("count"), await pool.for("c").call("count")], [7, 0]);
  const restarted = eventOf(system, "child.restarted");
  await assertRejects(() => pool.for("a").call("read", "/etc/hostname"), CallError);
  await restarted;
  assertEquals(await pool.for("a").call("count"), 0);
  await pool.stop();
  assertEquals(pool.alive, false);
});

Deno.test("WorkerPool gives work to the worker with the fewest calls under way, and to each in its turn", async () => {
  await using system = quiet();
  const pool = await system.start(WorkerPool.define({ name: "pool", worker: troubleIn("process"), size: 2 }));
  assertEquals(new Set([`${pool.next()}`, `${pool.next()}`]).size, 2);
  const busy = pool.next();
  const waiting = fateOf(busy.call("throwLater", undefined, { timeoutMs: Infinity }));
  for (let i = 0; i < 4; i++) assert(`${pool.next()}` !== `${busy}`);
  assertEquals(waiting.state, "pending");
});

Deno.test("WorkerPool is a PartitionSupervisor: it names a worker, can be made smaller, and is gone as one", async () => {
  await using system = quiet();
  const Pool = WorkerPool.define({ name: "pool", worker: Trouble, size: 3 });
  const pool = await system.start(Supervisor.define({ children: [Pool.child()] })).then(() =>
    system.whereis(Pool, "pool")
  );
  assertEquals((await pool.partitions.whichChildren()).map(({ id, pid }) => [id, pid === pool.workers[id]!.pid]), [
    [0, true],
    [1, true],
    [2, true],
  ]);
  for (const key of ["a", "ß", { user: 7 }, -8]) {
    assertEquals(pool.for(key).pid, system.whereis(PartitionSupervisor.via("pool", key)));
  }
  assertEquals([await pool.partitions.resize(1), pool.size], [3, 1]);
  assertEquals(new Set([pool.next().pid, pool.next().pid, pool.for("a").pid]), new Set([pool.for(0).pid]));
  assertEquals(reasonIn(await assertRejects(() => system.start(Pool), StartError)), { already_started: pool.pid });
  const other = await system.start(Pool, { name: "other" });
  assertEquals([other.size, `${other}`], [3, system.whereis("other")]);
  await other.stop();
  assertEquals([other.size, other.workers, other.alive], [0, [], false]);
  for (const worker of [other.next(), other.for("a")]) {
    assertEquals((await assertRejects(() => worker.call("count"), CallError)).reason, "noproc");
  }
});

Deno.test("WorkerPool.define() refuses what is no pool", () => {
  const worker = troubleIn("worker");
  assertThrows(() => WorkerPool.define({ worker, size: 0 }), ArgumentError, "size is a whole number from 1 up, got 0");
  assertThrows(() => WorkerPool.define({ worker: {} as typeof worker }), ArgumentError, "worker is a definition");
});
