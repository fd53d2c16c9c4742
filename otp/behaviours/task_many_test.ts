import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import { deathsOf, everyOrder, fairly, fateOf, mailOf, reasonIn } from "../testdata/world.ts";
import { Task } from "./task.ts";
import type { TaskError } from "./task_error.ts";

const endless = () => new Promise<never>(() => {});

Deno.test("case 191: awaitMany gives the values in the order of the tasks", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    const after = (ms: number) =>
      Task.async(me, async (self) => {
        await self.receive(undefined, { timeoutMs: ms });
        return ms;
      });
    const tasks = [after(30), after(10), after(0), Task.completed(me, "now")] as const;
    await settle();
    const fate = fateOf(Task.awaitMany(tasks));
    await advance(29);
    assertEquals(fate.state, "pending");
    await advance(1);
    assertEquals(fate.value, [30, 10, 0, "now"]);
    assertEquals([await mailOf(me), runtimeOf(system).timers.size], [[], 0]);
    assertEquals(await Task.awaitMany([]), []);
  });
});

Deno.test("case 191: awaitMany: one crash and the caller exits, with the reason of that task", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const linked = system.spawn(async (self) => {
      await Task.awaitMany([Task.async(self, endless), Task.async(self, (inner) => inner.exit("boom"))]);
    });
    const me = system.attach();
    me.trapExit = true;
    const [slow, crash] = [Task.async(me, endless), Task.async(me, (self) => self.exit("boom"))];
    const fate = fateOf(Task.awaitMany([slow, crash]));
    await settle();
    assertEquals(deaths.get(linked), "boom");
    const { reason, task } = fate.error as TaskError;
    assertEquals([reason, task.pid, task.action], ["boom", crash.pid, "awaitMany"]);
    assertEquals([slow.alive, (await mailOf(me)).length], [true, 1]); // the EXIT of the other
    assertEquals(reasonIn(await slow.await().catch((error) => error)), "noproc");
  });
});

Deno.test("case 191: awaitMany that fails leaves nothing of the others in the mailbox", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    const tasks = [Task.async(me, (self) => self.exit("boom")), Task.async(me, () => 1), Task.async(me, () => 2)];
    await settle();
    assertEquals(reasonIn(await Task.awaitMany(tasks).catch((error) => error)), "boom");
    assertEquals((await mailOf(me)).map((message) => (message as { type: string }).type), ["EXIT", "EXIT", "EXIT"]);
  });
});

Deno.test("case 191: awaitMany has one deadline for all together", async () => {
  await everyOrder(async ({ system, advance }) => {
    const me = system.attach();
    const quick = Task.async(me, async (self) => {
      await self.receive(undefined, { timeoutMs: 90 });
      return 1;
    });
    const slow = Task.async(me, endless);
    const fate = fateOf(Task.awaitMany([quick, slow], { timeoutMs: 100 }));
    await advance(99);
    assertEquals([fate.state, quick.alive], ["pending", false]);
    await advance(1);
    const { reason, task } = fate.error as TaskError;
    assertEquals([reason, task.pid, task.timeoutMs], ["timeout", slow.pid, 100]);
  });
});

Deno.test("case 191: awaitMany has a task twice where it is asked for twice", async () => {
  await fairly(async ({ system }) => {
    const me = system.attach();
    const task = Task.async(me, () => 5);
    assertEquals(await Task.awaitMany([task, task]), [5, 5]);
    assertEquals(await mailOf(me), []);
  });
});

Deno.test("Task.yieldMany() gives what has come of each by then", async () => {
  await everyOrder(async ({ system, advance }) => {
    const me = system.attach();
    me.trapExit = true;
    const [slow, done, died] = [
      Task.async(me, endless),
      Task.async(me, () => 1),
      Task.async(me, (self) => self.exit("boom")),
    ];
    const fate = fateOf(Task.yieldMany([slow, done, died], { timeoutMs: 50 }));
    await advance(49);
    assertEquals(fate.state, "pending");
    await advance(1);
    assertEquals(fate.value, [undefined, { ok: 1 }, { exit: "boom" }]);
    assertEquals([slow.alive, await slow.yield({ timeoutMs: 0 })], [true, undefined]);
    assertEquals(await Task.yieldMany([]), []);
  });
});

Deno.test("Task.yieldMany() with a limit is back when so many are done, and leaves the others alone", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const [one, two, slow] = [Task.async(me, () => 1), Task.async(me, () => 2), Task.async(me, endless)];
    await settle();
    assertEquals(await Task.yieldMany([slow, two, one], { limit: 1, onTimeout: "kill_task" }), [
      undefined,
      { ok: 2 },
      undefined,
    ]);
    assertEquals([slow.alive, await one.await()], [true, 1]);
  });
});

Deno.test("Task.yieldMany() kills or ignores the late ones where that is asked for", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const deaths = deathsOf(system);
    const me = system.attach();
    const go = Promise.withResolvers<void>();
    const ignored = Task.async(me, (self) => go.promise.then(() => self.exit("boom")));
    const [done, killed, other] = [Task.async(me, () => 1), Task.async(me, endless), Task.async(me, endless)];
    const letGo = fateOf(Task.yieldMany([ignored], { timeoutMs: 10, onTimeout: "ignore" }));
    const kill = fateOf(Task.yieldMany([killed, done, other], { timeoutMs: 10, onTimeout: "kill_task" }));
    await advance(10);
    assertEquals([letGo.value, kill.value], [[undefined], [undefined, { ok: 1 }, undefined]]);
    assertEquals([deaths.get(killed.pid!), deaths.get(other.pid!), ignored.alive], ["killed", "killed", true]);
    go.resolve();
    await settle();
    assertEquals([deaths.get(ignored.pid!), me.alive, await mailOf(me)], ["boom", true, []]);
  });
});

Deno.test("Task.awaitMany() and yieldMany() refuse what is no list of tasks of one owner", async () => {
  await fairly(async ({ system }) => {
    const [me, other] = [system.attach(), system.attach()];
    const task = Task.async(me, endless);
    assertThrows(() => Task.awaitMany(task as never), ArgumentError, "they are a list");
    assertThrows(
      () => Task.yieldMany([task, Promise.resolve()] as never),
      ArgumentError,
      "each is what Task.async gives",
    );
    assertThrows(() => Task.awaitMany([task, Task.async(other, endless)]), ArgumentError, "all have one owner");
    assertThrows(() => Task.yieldMany([task], { limit: 0 }), ArgumentError, "limit is a whole number from 1 up");
    assertThrows(() => Task.yieldMany([task], { onTimeout: "exit" as never }), ArgumentError, "onTimeout is nothing");
    assertThrows(() => Task.yieldMany([task], { timeoutMs: -5 }), ArgumentError, "timeoutMs is a number");
    assert(task.alive);
    await Promise.resolve();
  });
});
