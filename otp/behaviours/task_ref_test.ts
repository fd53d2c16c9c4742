import { assert, assertEquals, assertThrows } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { ArgumentError } from "../processes/errors.ts";
import { Shared } from "../processes/message_policy.ts";
import type { Pid } from "../processes/pid.ts";
import { deathsOf, everyOrder, fairly, fateOf, mailOf, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { Task } from "./task.ts";
import type { TaskRef } from "./task_ref.ts";

const endless = () => new Promise<never>(() => {});

Deno.test("case 187: await past its time, 5000 ms by default: the caller exits with timeout", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const deaths = deathsOf(system);
    let task: TaskRef<never> | undefined;
    const pid = system.spawn(async (self) => {
      task = Task.async(self, endless);
      await task.await();
    });
    await settle();
    await advance(4999);
    assertEquals([system.isAlive(pid), task?.alive], [true, true]);
    await advance(1);
    const details = { pid: task?.pid, ref: task?.ref, action: "await", timeoutMs: 5000 };
    assertEquals(deaths.get(pid), { reason: "timeout", task: details });
    assertEquals(deaths.get(task!.pid!), deaths.get(pid));
  });
});

Deno.test("case 187: a caller that catches it lives, the task goes on, and its late result is dropped", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    const { promise, resolve } = Promise.withResolvers<string>();
    const task = Task.async(me, () => promise);
    const fate = fateOf(task.await({ timeoutMs: 10 }));
    await advance(10);
    assertEquals([reasonIn(fate.error), task.alive], ["timeout", true]);
    assert((fate.error as Error).message.endsWith("no result within 10 ms"), (fate.error as Error).message);
    resolve("late");
    await settle();
    assertEquals([task.alive, await mailOf(me)], [false, []]);
    assertEquals(reasonIn(await task.await().catch((error) => error)), "noproc");
  });
});

Deno.test("case 187: a task that traps exits outlives the caller that gave up", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    let task: TaskRef<unknown> | undefined;
    const pid = system.spawn(async (self) => {
      task = Task.async(self, async (inner) => {
        inner.trapExit = true;
        await inner.receive({ type: "EXIT" });
        await inner.receive();
      });
      await task.await({ timeoutMs: 10 });
    });
    await settle();
    await advance(10);
    assertEquals([system.isAlive(pid), task?.alive], [false, true]);
  });
});

Deno.test("case 188: await, yield, shutdown and ignore by who is not the owner are errors", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const task = Task.async(me, endless);
    const errors: unknown[] = [];
    const attempt = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        errors.push(error);
      }
    };
    const attempts = () => {
      for (const how of ["await", "yield", "shutdown", "ignore"] as const) attempt(() => task[how]());
      attempt(() => Task.awaitMany([task]));
      attempt(() => Task.yieldMany([task]));
    };
    system.spawn(attempts);
    await system.start(GenServer.define({ name: "Thief", init: () => attempts() }));
    await settle();
    assertEquals(errors.length, 12);
    for (const error of errors) {
      assert(error instanceof ArgumentError && error.rule === `only its owner may, and that is ${me.pid}`, `${error}`);
    }
    assertEquals(task.alive, true);
  });
});

Deno.test("case 188: code of another process after an await is told from an owner that waits for messages", async () => {
  await everyOrder(async ({ system, settle }) => {
    let value: number | undefined;
    const owner = system.spawn(async (self) => {
      const task = Task.async(self, () => 1);
      self.send("thief", { task: new Shared(task) });
      await self.receive({ go: true });
      value = await task.await();
    });
    let error: unknown;
    system.spawn(async (self) => {
      const { task } = await self.receive() as { task: Shared<TaskRef<number>> };
      try {
        await task.value.await();
      } catch (caught) {
        error = caught;
      }
    }, { name: "thief" });
    await settle();
    assert(error instanceof ArgumentError && error.value === "other code", `${error}`);
    system.send(owner, { go: true });
    await settle();
    assertEquals(value, 1);
  });
});

Deno.test("case 188: a task of code outside is not for a process, nor one of a process for code outside", async () => {
  await fairly(async ({ system, settle }) => {
    const task = Task.async(system, endless);
    let error: unknown;
    system.spawn(() => {
      try {
        task.ignore();
      } catch (caught) {
        error = caught;
      }
    });
    let mine: TaskRef<number> | undefined;
    system.spawn(async (self) => {
      mine = Task.async(self, () => 1);
      await self.receive({ go: true });
    });
    await settle();
    assert(error instanceof ArgumentError && error.rule.endsWith("code outside any process"), `${error}`);
    assertThrows(() => mine!.await(), ArgumentError, "only its owner may");
  });
});

Deno.test("case 189: yield gives the value, or what the task died with, or undefined when it is not yet", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    me.trapExit = true;
    const { promise, resolve } = Promise.withResolvers<number>();
    const slow = Task.async(me, () => promise);
    const crash = Task.async(me, (self) => self.exit({ out: "of luck" }));
    const odd = Task.async(me, (self) => self.exit("normal"));
    const none = fateOf(slow.yield({ timeoutMs: 20 }));
    const exits = [fateOf(crash.yield()), fateOf(odd.yield())];
    await advance(19);
    assertEquals(none.state, "pending");
    await advance(1);
    assertEquals([none.state, none.value], ["fulfilled", undefined]);
    assertEquals(exits.map(({ value }) => value), [{ exit: { out: "of luck" } }, { exit: "normal" }]);
    assertEquals(await slow.yield({ timeoutMs: 0 }), undefined);
    const again = fateOf(slow.yield());
    resolve(3);
    await settle();
    assertEquals(again.value, { ok: 3 });
    assertEquals(await slow.yield(), { exit: "noproc" });
  });
});

Deno.test("case 190: shutdown unlinks the task and stops it; undefined when it had no answer", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const me = system.attach();
    const [one, other] = [Task.async(me, endless), Task.async(me, endless)];
    await settle();
    const results = [fateOf(one.shutdown()), fateOf(other.shutdown({ brutalKill: true }))];
    await settle();
    assertEquals(results.map(({ state, value }) => [state, value]), [["fulfilled", undefined], [
      "fulfilled",
      undefined,
    ]]);
    assertEquals([deaths.get(one.pid!), deaths.get(other.pid!)], ["shutdown", "killed"]);
    assertEquals([await mailOf(me), me.links, me.alive], [[], [], true]);
    assertEquals(runtimeOf(system).timers.size, 0);
  });
});

Deno.test("case 190: shutdown gives the value that was there, or that came while it ended, or how it had died", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    const done = Task.async(me, () => 1);
    const died = Task.async(me, (self) => self.exit("boom"));
    const tidy = Task.async(me, async (self) => {
      self.trapExit = true;
      const { reason } = await self.receive({ type: "EXIT" });
      return reason;
    });
    await settle();
    const results = [done, died, tidy].map((task) => fateOf<unknown>(task.shutdown()));
    await settle();
    assertEquals(results.map(({ value }) => value), [{ ok: 1 }, { exit: "boom" }, { ok: "shutdown" }]);
    assertEquals(await done.shutdown(), { exit: "noproc" });
    assertEquals((await mailOf(me)).filter((message) => (message as { type: string }).type !== "EXIT"), []);
  });
});

Deno.test("case 190: one that traps exits and does not end in time is killed", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    const task = Task.async(me, (self) => {
      self.trapExit = true;
      return endless();
    });
    await settle();
    const fate = fateOf(task.shutdown({ timeoutMs: 30 }));
    await advance(29);
    assertEquals([fate.state, task.alive], ["pending", true]);
    await advance(1);
    assertEquals([fate.value, task.alive], [{ exit: "killed" }, false]);
  });
});

Deno.test("case 190: shutdown after a wait that was given up ends the task all the same", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    const task = Task.async(me, endless);
    const fate = fateOf(task.await({ timeoutMs: 5 }));
    await advance(5);
    assertEquals([reasonIn(fate.error), task.alive], ["timeout", true]);
    const end = fateOf(task.shutdown());
    await settle();
    assertEquals([end.state, end.value, task.alive], ["fulfilled", undefined, false]);
  });
});

Deno.test("TaskRef.ignore() lets the task go on unlinked and drops what comes; gives what had come", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const me = system.attach();
    const go = Promise.withResolvers<void>();
    const task = Task.async(me, (self) => go.promise.then(() => self.exit("boom")));
    const done = Task.async(me, () => 1);
    await settle();
    assertEquals([task.ignore(), done.ignore(), done.ignore()], [undefined, { ok: 1 }, undefined]);
    go.resolve();
    await settle();
    assertEquals([deaths.get(task.pid!), me.alive, await mailOf(me)], ["boom", true, []]);
  });
});

Deno.test("TaskRef refuses two waits at once and a time-out that is none", async () => {
  await fairly(async ({ system }) => {
    const me = system.attach();
    const task = Task.async(me, endless);
    const waits = fateOf(task.await());
    assertThrows(() => task.yield(), ArgumentError, "a task is waited for once at a time");
    assertThrows(() => task.shutdown(), ArgumentError, "a task is waited for once at a time");
    const other = Task.async(me, endless);
    for (const timeoutMs of [-1, NaN, "5" as never]) {
      assertThrows(() => other.await({ timeoutMs }), ArgumentError, "timeoutMs is a number of milliseconds from 0 up");
      assertThrows(() => other.shutdown({ timeoutMs }), ArgumentError, "timeoutMs is a number of milliseconds");
    }
    assertEquals(waits.state, "pending");
    await Promise.resolve();
  });
});

Deno.test("TaskRef.await() of an owner that is killed never goes on and leaves no timer", async () => {
  await everyOrder(async ({ system, settle }) => {
    let wentOn = false;
    let pid: Pid | undefined;
    const owner = system.spawn(async (self) => {
      const task = Task.async(self, (inner) => {
        inner.trapExit = true;
        return endless();
      });
      pid = task.pid;
      await task.await().finally(() => wentOn = true);
    });
    await settle();
    system.exit(owner, "kill");
    await settle();
    assertEquals([wentOn, system.isAlive(pid!), runtimeOf(system).timers.size], [false, true, 0]);
  });
});
