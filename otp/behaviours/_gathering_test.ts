import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { everyOrder, fairly } from "../testdata/world.ts";
import { gather } from "./_gathering.ts";
import { Task } from "./task.ts";
import { endOf } from "./task_ref.ts";

Deno.test("gather() takes what is there at once, and waits for nothing where no time is given", async () => {
  await fairly(async ({ system, settle }) => {
    const me = system.attach();
    const [one, slow] = [Task.async(me, () => 1), Task.async(me, () => new Promise(() => {}))].map(endOf);
    await settle();
    const log: unknown[] = [];
    const done = (results: ReadonlyMap<unknown, unknown>, timedOut: boolean) =>
      log.push([...results.values()], timedOut);
    gather([one!, slow!, one!], { timeoutMs: 0, done });
    assertEquals(log, [[{ ok: 1 }], true]);
    gather([], { timeoutMs: 5, done });
    assertEquals(log.slice(2), [[], false]);
    assertEquals([slow!.waiter, runtimeOf(system).timers.size], [null, 0]);
  });
});

Deno.test("gather() ends with the first that died, where it is strict", async () => {
  await everyOrder(async ({ system, settle }) => {
    const ends = [Task.async(system, () => new Promise(() => {})), Task.async(system, (self) => self.exit("boom"))].map(
      endOf,
    );
    let count = 0;
    gather(ends, { timeoutMs: Infinity, strict: true, done: (results) => count = results.size });
    await settle();
    assertEquals([count, ends[0]!.waiter], [1, null]);
  });
});

Deno.test("gather() tells nobody when the owner is dead", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    const task = Task.async(me, () => new Promise(() => {}));
    let told = false;
    gather([endOf(task)], { timeoutMs: 10, done: () => told = true });
    system.exit(me.pid, "kill");
    await settle();
    await advance(10);
    assertEquals([told, task.alive, endOf(task).waiter, runtimeOf(system).timers.size], [false, false, null, 0]);
  });
});
