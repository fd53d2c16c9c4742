import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import { deathsOf, everyOrder, fairly, fateOf, mailOf, nextTask, reasonIn } from "../testdata/world.ts";
import { Task } from "./task.ts";
import { TaskError } from "./task_error.ts";

Deno.test("case 185: async links the task to its caller and gives it a ref; await gives the value", async () => {
  await everyOrder(async ({ system, settle }) => {
    const seen: { [key: string]: unknown } = {};
    system.spawn(async (self) => {
      const task = Task.async(self, function work() {
        return Promise.resolve(7);
      });
      seen["links"] = [self.links, processInfo(self, task.pid!)?.links];
      seen["expected"] = [[task.pid], [self.pid]];
      const info = processInfo(self, task.pid!)!;
      seen["info"] = [info.behaviour, info.module, info.parent === self.pid, task.owner === self.pid, task.alive];
      seen["monitors"] = processInfo(self, self.pid)?.monitors;
      seen["monitor"] = [{ ref: task.ref, pid: task.pid }];
      seen["value"] = await task.await();
      seen["after"] = [task.alive, self.mailboxLength, self.links, `${task}` === task.pid];
    });
    await settle();
    assertEquals(seen["links"], seen["expected"]);
    assertEquals(seen["info"], ["Task", "work", true, true, true]);
    assertEquals(seen["monitors"], seen["monitor"]);
    assertEquals([seen["value"], seen["after"]], [7, [false, 0, [], true]]);
  });
});

Deno.test("case 186: the task crashes, and the caller that does not trap dies with the task's reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    let wentOn = false;
    const pids: Pid[] = [];
    const pid = system.spawn(async (self) => {
      const task = Task.async(self, (inner) => inner.exit("boom"));
      pids.push(task.pid!);
      await task.await().catch(() => {});
      wentOn = true;
    });
    await settle();
    assertEquals([deaths.get(pids[0]!), deaths.get(pid), wentOn], ["boom", "boom", false]);
  });
});

Deno.test("case 186: the caller crashes, and the task dies with it, whatever it waits for", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    let pid: Pid | undefined;
    let aborted: unknown;
    const owner = system.spawn(async (self) => {
      pid = Task.async(self, (inner) => {
        inner.signal.addEventListener("abort", () => aborted = inner.signal.reason);
        return new Promise(() => {});
      }).pid;
      await self.receive();
      self.exit("enough");
    });
    await settle();
    system.send(owner, "go");
    await settle();
    assertEquals([deaths.get(pid!), aborted], ["enough", "enough"]);
  });
});

Deno.test("case 186: a caller that traps exits has the EXIT as a message, and await throws the reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    const task = Task.async(me, () => {
      throw new RangeError("too far");
    });
    const fate = fateOf(task.await());
    await settle();
    const { error, task: details } = fate.error as TaskError & { error: unknown };
    assert(fate.error instanceof TaskError && error === undefined);
    assertEquals(details, { pid: task.pid, ref: task.ref, action: "await", timeoutMs: 5000 });
    const { error: data } = reasonIn(fate.error) as { error: { name: string; message: string } };
    assertEquals([data.name, data.message], ["RangeError", "too far"]);
    assertEquals(await mailOf(me), [{ type: "EXIT", pid: task.pid, reason: reasonIn(fate.error) }]);
  });
});

Deno.test("case 193: a success delivers one message with ref and value, then DOWN", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const task = Task.async(me, () => ({ answer: 42 }));
    await settle();
    assertEquals(await mailOf(me), [
      { type: "task", ref: task.ref, value: { answer: 42 } },
      { type: "DOWN", ref: task.ref, pid: task.pid, reason: "normal" },
    ]);
  });
});

Deno.test("case 193: after await no DOWN follows, whether the result came before or after it was asked for", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const early = Task.async(me, () => 1);
    await settle();
    me.send(me.pid, "other");
    const late = Task.async(me, () => 2);
    const values = [fateOf(early.await()), fateOf(late.await())];
    await settle();
    assertEquals(values.map(({ value }) => value), [1, 2]);
    assertEquals(await mailOf(me), ["other"]);
    assertEquals(processInfo(system, me.pid)?.monitors, []);
  });
});

Deno.test("case 193: a demonitor with flush takes the DOWN away, and one before the result the result as well", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const done = Task.async(me, () => 1);
    await settle();
    assertEquals(await me.receive({ ref: done.ref, value: 1 }), { type: "task", ref: done.ref, value: 1 });
    me.demonitor(done.ref, { flush: true });
    const unwanted = Task.async(me, () => 2);
    me.demonitor(unwanted.ref);
    await settle();
    assertEquals([await mailOf(me), unwanted.alive], [[], false]);
  });
});

Deno.test("Task.async() from outside any process: the value waits, a crash is thrown, and the System stops it", async () => {
  await fairly(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const value = Task.async(system, () => "there");
    const crash = Task.async(system, (self) => self.exit("boom"));
    const endless = Task.async(system, () => new Promise(() => {}));
    await settle();
    assertEquals([value.owner, await value.await()], ["<0.0.0>", "there"]);
    assertEquals(reasonIn(await crash.await().catch((error) => error)), "boom");
    await system.stop();
    assertEquals(deaths.get(endless.pid!), "shutdown");
    assertEquals(reasonIn(await endless.await().catch((error) => error)), "shutdown");
  });
});

Deno.test("Task.async() refuses what is no function, and does nothing for a dead owner", async () => {
  await fairly(async ({ system, settle }) => {
    assertThrows(() => Task.async(system, 5 as never), ArgumentError, "what it does is a function, got 5");
    assertThrows(() => Task.async({} as never, () => 1), ArgumentError, "the first argument is a System");
    const me = system.attach();
    system.exit(me.pid, "kill");
    let ran = false;
    const task = Task.async(me, () => void (ran = true));
    const fates = [fateOf(task.await()), fateOf(task.yield()), fateOf(Task.completed(me, 1).await())];
    await settle();
    assertEquals([ran, task.pid, me.mailboxLength], [false, undefined, 0]);
    assertEquals(fates.map(({ state }) => state), ["pending", "pending", "pending"]);
  });
});

Deno.test("Task.completed() is done without a process: await, yield and the mailbox find its value", async () => {
  await fairly(async ({ system }) => {
    const me = system.attach();
    for (const host of [me, system]) {
      assertEquals(await Task.completed(host, 1).await(), 1);
      assertEquals(await Task.completed(host, 2).yield({ timeoutMs: 0 }), { ok: 2 });
      assertEquals(await Task.awaitMany([Task.completed(host, 3), Task.async(host, () => 4)]), [3, 4]);
      const task = Task.completed(host, 5);
      assertEquals([task.pid, task.alive, `${task}`], [undefined, false, task.ref]);
      assertThrows(() => task.shutdown(), ArgumentError, "one that was completed from the start has none");
      assertThrows(() => task.ignore(), ArgumentError, "one that was completed from the start has none");
    }
    const left = Task.completed(me, 6);
    assertEquals(await me.receive({ ref: left.ref, value: 6 }), { type: "task", ref: left.ref, value: 6 });
    assertEquals((await mailOf(me)).length, 1); // the 5
  });
});

Deno.test("Task.start() runs what nobody awaits or is linked to, startLink() what is linked", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const pids: Pid[] = [];
    const one = system.spawn(async (self) => {
      pids.push(Task.start(self, () => self.exit("alone")));
      await self.receive();
    });
    const other = system.spawn(async (self) => {
      pids.push(Task.startLink(self, () => self.exit("together")));
      await self.receive();
    });
    const outside = Task.start(system, () => {}, { label: "outside" });
    assertEquals(processInfo(system, outside)?.module, "outside");
    await settle();
    assertEquals(new Set(pids.map((pid) => deaths.get(pid))), new Set(["alone", "together"]));
    assertEquals([deaths.get(one), deaths.get(other), deaths.get(outside)], [undefined, "together", "normal"]);
    assertFalse(system.isAlive(Task.start(system, () => {}) && outside));
  });
});

Deno.test("Task.async() calls nothing before its caller goes on", async () => {
  await fairly(async ({ system }) => {
    const order: string[] = [];
    const task = Task.async(system, () => void order.push("task"));
    order.push("caller");
    await task.await();
    await nextTask();
    assertEquals(order, ["caller", "task"]);
  });
});
