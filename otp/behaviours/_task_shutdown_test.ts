import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { deathsOf, everyOrder, fateOf, mailOf } from "../testdata/world.ts";
import { shutDown } from "./_task_shutdown.ts";
import type { TaskResult } from "./task_end.ts";
import { Task } from "./task.ts";
import { endOf } from "./task_ref.ts";
import type { TaskSelf } from "./task_process.ts";

const stubborn = (self: TaskSelf) => {
  self.trapExit = true;
  return new Promise<never>(() => {});
};

Deno.test("shutDown() tells nobody when the owner dies first, and leaves nothing behind", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    const task = Task.async(me, stubborn);
    await settle();
    const end = endOf(task);
    let told = false;
    shutDown(end, end.process!, { brutalKill: false, limitMs: 10, done: () => told = true });
    system.exit(me.pid, "kill");
    await settle();
    await advance(10);
    assertEquals([told, task.alive, end.waiter, runtimeOf(system).timers.size], [false, true, null, 0]);
  });
});

Deno.test("shutDown() of a task that dies with its owner tells nobody", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const task = Task.async(me, stubborn);
    await settle();
    const end = endOf(task);
    const both = system.attach();
    both.link(task.pid!);
    both.link(me.pid);
    let told = false;
    shutDown(end, end.process!, { brutalKill: false, limitMs: 10, done: () => told = true });
    end.process!.trapExit = false;
    both.sendExit(both.pid, "boom");
    await settle();
    assertEquals([told, task.alive, me.alive, runtimeOf(system).timers.size], [false, false, false, 0]);
  });
});

Deno.test("shutDown() within a death that is being told waits until that is over", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const me = system.attach();
    const task = Task.async(me, () => new Promise(() => {}));
    await settle();
    const end = endOf(task);
    const results: (TaskResult<unknown> | undefined)[] = [];
    const other = system.spawn((self) => {
      self.signal.addEventListener("abort", () => {
        shutDown(end, end.process!, { brutalKill: true, limitMs: 0, done: (result) => results.push(result) });
      });
      return new Promise(() => {});
    });
    await settle();
    system.exit(other, "kill");
    await settle();
    assertEquals([results, deaths.get(task.pid!), await mailOf(me)], [[undefined], "killed", []]);
  });
});

Deno.test("shutDown() of a task of code outside", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const task = Task.async(system, stubborn);
    await settle();
    const fate = fateOf(task.shutdown({ timeoutMs: 5 }));
    await advance(5);
    assertEquals([fate.value, task.alive], [{ exit: "killed" }, false]);
    assertEquals(await task.shutdown(), { exit: "noproc" });
  });
});
