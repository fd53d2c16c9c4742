import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, CallError } from "../processes/errors.ts";
import { supervisionTree } from "../introspection/supervision_tree.ts";
import { fateOf } from "../testdata/world.ts";
import { eventOf, quiet, troubleIn } from "./placed_suite.ts";
import { placeOfKey, WorkerPool } from "./worker_pool.ts";

Deno.test("WorkerPool gives a key always the same worker, which is started again when it dies", async () => {
  await using system = quiet();
  const pool = await system.start(WorkerPool.define({ name: "pool", worker: troubleIn("worker"), size: 2 }));
  assertEquals([pool.size, pool.workers.length, pool.alive], [2, 2, true]);
  const [tree] = supervisionTree(system);
  assertEquals(tree?.children.map(({ name, placement }) => [name, placement?.kind]), [
    ["pool/0", "worker"],
    ["pool/1", "worker"],
  ]);
  const [one, other] = ["a", "b"].map((key) => pool.for(key));
  assert(`${one}` !== `${other}`);
  one!.cast("add", 7);
  assertEquals([await pool.for("a").call("count"), await pool.for("b").call("count")], [7, 0]);
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

Deno.test("placeOfKey() spreads keys evenly, the same each time", () => {
  const counts = [0, 0, 0, 0];
  for (let key = 0; key < 4000; key++) counts[placeOfKey(`user-${key}`, 4)]!++;
  for (const count of counts) assert(count > 850 && count < 1150, `${counts}`);
  assertEquals(placeOfKey("ß", 1000), placeOfKey("ß", 1000));
  assertEquals(placeOfKey(7, 10), placeOfKey("7", 10));
});

Deno.test("WorkerPool.define() refuses what is no pool", () => {
  const worker = troubleIn("worker");
  assertThrows(() => WorkerPool.define({ worker, size: 0 }), ArgumentError, "size is a whole number from 1 up, got 0");
  assertThrows(() => WorkerPool.define({ worker: {} as typeof worker }), ArgumentError, "worker is a definition");
});
