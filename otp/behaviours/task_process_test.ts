import { assert, assertEquals, assertRejects } from "@std/assert";
import { whenIdle } from "../introspection/idle.ts";
import { processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import { runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import { silentLogger } from "../processes/reporter.ts";
import { System } from "../system.ts";
import { deathsOf, eventsOf, everyOrder, fairly, fateOf, mailOf, notebook } from "../testdata/world.ts";
import { Task } from "./task.ts";
import { TaskError } from "./task_error.ts";
import type { TaskSelf } from "./task_process.ts";

Deno.test("TaskSelf is a Receiver: a task is asked, asks, and is told what ended it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const task = Task.async(me, async (self) => {
      const { from, n } = await self.receive({ type: "ask" }) as unknown as { from: Pid; n: number };
      self.send(from, { answer: n + 1 });
      return self.parent;
    });
    me.send(task.pid!, { type: "ask", from: me.pid, n: 1 });
    assertEquals(await me.receive({ answer: 2 }), { answer: 2 });
    assertEquals(await task.await(), me.pid);
    let reason: unknown;
    const waits = Task.async(
      me,
      (self) => new Promise(() => self.signal.addEventListener("abort", () => reason = self.signal.reason)),
    );
    await settle();
    await waits.shutdown({ brutalKill: true });
    assertEquals(reason, "killed");
  });
});

Deno.test("TaskSelf.callers are who asked, nearest first, as far as they live", async () => {
  await everyOrder(async ({ system, settle }) => {
    const seen: Pid[][] = [];
    const outside = Task.async(system, async (self) => {
      seen.push(self.callers);
      const inner = Task.async(self, async (second) => {
        Task.start(second, async (third) => {
          seen.push(third.callers);
          await third.receive();
          seen.push(third.callers);
        }, { label: "third" });
        await second.receive();
      });
      await inner.await();
    });
    await settle();
    const [first, second, third] = [...system.pids()];
    assertEquals(seen, [[], [second!, first!]]);
    system.send(second!, "be done"); // and the first with it
    await settle();
    assertEquals(outside.alive, false);
    system.send(third!, "be done");
    await settle();
    assertEquals(seen[2], [second!]);
  });
});

Deno.test("a task that is killed sends no result, also if its function still comes to one", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    const gate = Promise.withResolvers<number>();
    const waits = Task.async(me, () => gate.promise);
    const kills = Task.async(me, (self) => {
      self.sendExit(self.pid, "kill");
      return 1;
    });
    await settle();
    system.exit(waits.pid!, "kill");
    gate.resolve(1);
    await settle();
    assertEquals(await Task.yieldMany([waits, kills]), [{ exit: "killed" }, { exit: "killed" }]);
    assertEquals((await mailOf(me)).length, 2); // an EXIT of each
  });
});

Deno.test("a result passes as messages do: frozen, copied, or an error of the task", async () => {
  await everyOrder(async ({ system }) => {
    const result = await Task.async(system, () => ({ list: [1] })).await();
    if (runtimeOf(system).freezes) assert(Object.isFrozen(result.list));
  }, 2);
  await using system = new System({ messages: "copy", logger: silentLogger });
  for (const host of [system, system.attach()]) {
    if (host !== system) (host as TaskSelf).trapExit = true;
    const list = [1];
    const copied = await Task.async(host, () => ({ list })).await();
    assert(copied.list !== list);
    const error = await assertRejects(() => Task.async(host, () => () => 1).await(), TaskError);
    assertEquals((error.reason as { error: { name: string } }).error.name, "ArgumentError");
  }
});

Deno.test("a task that crashes is reported as any process, under the name of its function", async () => {
  const logger = notebook();
  await using system = new System({ logger });
  const task = Task.async(system, function fetchPage() {
    throw new RangeError("gone");
  });
  await task.await().catch(() => {});
  assertEquals(logger.crashes.map(({ module, pid }) => [module, pid]), [["fetchPage", task.pid]]);
});

Deno.test("a task that is traced shows its result as a message it sent", async () => {
  await fairly(async ({ system, settle }) => {
    const me = system.attach();
    const events = eventsOf(system, "message.sent", "message.received");
    const task = Task.async(me, async () => await Promise.resolve(5));
    using _trace = sys.trace(system, task.pid!);
    using _other = sys.trace(system, me.pid);
    await settle();
    const message = { type: "task", ref: task.ref, value: 5 };
    const [sent, received] = events as { pid: Pid; to?: Pid; from?: Pid; message: unknown }[];
    assertEquals([sent?.pid, sent?.to, sent?.message], [task.pid, me.pid, message]);
    assertEquals([received?.pid, received?.from, received?.message], [me.pid, task.pid, message]);
  });
});

Deno.test("a task that a listener kills as soon as it is there is a task that died", async () => {
  await fairly(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    system.events.subscribe((event) => void (event.type === "process.started" && system.exit(event.pid, "kill")));
    const [mine, outside] = [Task.async(me, () => 1), Task.async(system, () => 1)];
    const results = [fateOf(mine.yield()), fateOf(outside.yield())];
    const stream = fateOf(Array.fromAsync(Task.asyncStream(me, [1], { run: () => 1 })));
    await settle();
    assertEquals(results.map(({ value }) => value), [{ exit: "killed" }, { exit: "killed" }]);
    assertEquals(stream.value, [{ exit: "killed" }]);
  });
});

Deno.test("a task keeps its turn: the loop of others goes on while it waits", async () => {
  await fairly(async ({ system }) => {
    const deaths = deathsOf(system);
    const me = system.attach();
    const tasks = Array.from({ length: 1000 }, (_, n) => Task.async(me, () => Promise.resolve(n)));
    const values = await Task.awaitMany(tasks);
    assertEquals(values.length, 1000);
    assertEquals([values[999], processInfo(system, me.pid)?.links, await mailOf(me)], [999, [], []]);
    await whenIdle(system);
    assertEquals(deaths.size, 1000);
  });
});
