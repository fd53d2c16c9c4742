import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { Task } from "../behaviours/task.ts";
import type { TaskSelf } from "../behaviours/task_process.ts";
import type { TaskRef } from "../behaviours/task_ref.ts";
import { supervisionTree } from "../introspection/supervision_tree.ts";
import { ArgumentError, CallError, StartError } from "../processes/errors.ts";
import { runtimeOf } from "../processes/host.ts";
import type { Pid } from "../processes/pid.ts";
import { deathsOf, eventsOf, everyOrder, fairly, fateOf, mailOf, reasonIn } from "../testdata/world.ts";
import { ChildError } from "./errors.ts";
import { PartitionSupervisor } from "./partition_supervisor.ts";
import { Supervisor } from "./supervisor.ts";
import { TaskSupervisor } from "./task_supervisor.ts";

const Tasks = TaskSupervisor.define({ name: "Tasks" });
const endless = () => new Promise<never>(() => {});

Deno.test("case 192: asyncNoLink: a crash is a DOWN to the caller, which lives; await exits with the reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    await system.start(Tasks, { name: "tasks" });
    const me = system.attach();
    const tasks = Tasks.at(me, "tasks");
    const left = await tasks.asyncNoLink((self) => self.exit("boom"));
    await settle();
    assertEquals(await mailOf(me), [{ type: "DOWN", ref: left.ref, pid: left.pid, reason: "boom" }]);
    const awaited = await tasks.asyncNoLink((self) => self.exit("bang"));
    assertEquals([reasonIn(await awaited.await().catch((error) => error)), me.alive], ["bang", true]);
    const deaths = deathsOf(system);
    const pid = system.spawn(async (self) => {
      await (await Tasks.at(self, "tasks").asyncNoLink((task) => task.exit("boom"))).await();
    });
    await settle();
    assertEquals((deaths.get(pid) as { reason: unknown }).reason, "boom");
  });
});

Deno.test("case 192: asyncNoLink outlives its owner, and gives its value to one that lives", async () => {
  await everyOrder(async ({ system, settle }) => {
    await system.start(Tasks, { name: "tasks" });
    let task: TaskRef<string> | undefined;
    const seen: unknown[] = [];
    const owner = system.spawn(async (self) => {
      task = await Tasks.at(self, "tasks").asyncNoLink(() => Promise.resolve("value"));
      assertType<IsExact<typeof task, TaskRef<string>>>(true);
      seen.push(self.links, await task.await());
      task = await Tasks.at(self, "tasks").asyncNoLink(endless);
      self.exit("enough");
    });
    await settle();
    assertEquals([seen, system.isAlive(owner), task?.alive], [[[], "value"], false, true]);
  });
});

Deno.test("case 185: async under a supervisor is its child, and linked to the caller", async () => {
  await everyOrder(async ({ system, settle }) => {
    const supervisor = await system.start(Tasks, { name: "tasks" });
    const deaths = deathsOf(system);
    const seen: unknown[] = [];
    const owner = system.spawn(async (self) => {
      const task = await Tasks.at(self, "tasks").async(async (inner: TaskSelf) => {
        const { message } = await inner.receive({ go: true });
        return [message, inner.parent, inner.callers];
      });
      seen.push(self.links, [task.pid]);
      self.send(task.pid!, { go: true, message: "hello" });
      seen.push(await task.await(), ["hello", supervisor.pid, [self.pid]]);
      await (await Tasks.at(self, "tasks").async((inner) => inner.exit("boom"))).await();
    });
    await settle();
    assertEquals([seen[0], seen[2], deaths.get(owner)], [seen[1], seen[3], "boom"]);
    assertEquals([supervisor.alive, await supervisor.children()], [true, []]);
  });
});

Deno.test("case 194: startChild is temporary: a crash is not restarted", async () => {
  await everyOrder(async ({ system, settle }) => {
    const events = eventsOf(system, "child.restarted", "child.stopped");
    const tasks = await system.start(Tasks);
    let runs = 0;
    const pid = await tasks.startChild((self) => {
      runs++;
      self.exit("boom");
    });
    await settle();
    assertEquals([runs, events.map(({ type }) => type), await tasks.children()], [1, ["child.stopped"], []]);
    assertEquals(system.isAlive(pid), false);
  });
});

Deno.test("case 194: startChild is restarted where that is asked for", async () => {
  await everyOrder(async ({ system, settle }) => {
    const tasks = await system.start(TaskSupervisor.define({ maxRestarts: 10 }));
    for (
      const [restart, crashes, expected] of [["transient", 2, 3], ["permanent", 2, 3], ["transient", 0, 1]] as const
    ) {
      let runs = 0;
      await tasks.startChild((self): unknown => {
        if (++runs <= crashes) self.exit("boom");
        return restart === "permanent" ? endless() : undefined;
      }, { restart });
      await settle();
      assertEquals(runs, expected);
    }
  });
});

Deno.test("TaskSupervisor shows its tasks in the supervision tree", async () => {
  await fairly(async ({ system }) => {
    await system.start(Supervisor.define({ name: "Top", children: [Tasks.child({ name: "tasks" })] }), { name: "top" });
    const tasks = system.whereis(Tasks, "tasks");
    const task = await tasks.async(function fetchPage() {
      return endless();
    });
    await tasks.startChild(endless, { name: "watcher", label: "Watcher" });
    const [top] = supervisionTree(system);
    const [node] = top!.children;
    assertEquals([node?.behaviour, node?.module, node?.type], ["DynamicSupervisor", "Tasks", "supervisor"]);
    assertEquals(
      node?.children.map(({ place, pid, behaviour, module, restart, type }) => ({
        place,
        mine: pid === task.pid,
        behaviour,
        module,
        restart,
        type,
      })),
      [
        {
          place: "top/Tasks/#1",
          mine: true,
          behaviour: "Task",
          module: "fetchPage",
          restart: "temporary",
          type: "worker",
        },
        {
          place: "top/Tasks/watcher",
          mine: false,
          behaviour: "Task",
          module: "Watcher",
          restart: "temporary",
          type: "worker",
        },
      ],
    );
  });
});

Deno.test("TaskSupervisor stops its tasks with itself, each in its own way", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const deaths = deathsOf(system);
    const tasks = await system.start(Tasks);
    const trapping = (self: TaskSelf) => {
      self.trapExit = true;
      return endless();
    };
    const plain = await tasks.asyncNoLink(endless);
    const slow = await tasks.asyncNoLink(trapping, { shutdown: 50 });
    const brutal = await tasks.startChild(trapping, { shutdown: "brutal_kill" });
    await settle();
    const stopped = fateOf(tasks.stop());
    await settle();
    assertEquals([deaths.get(plain.pid!), deaths.get(brutal), stopped.state], ["shutdown", "killed", "pending"]);
    await advance(50);
    assertEquals([deaths.get(slow.pid!), stopped.state, tasks.alive], ["killed", "fulfilled", false]);
    assertEquals(reasonIn(await plain.await().catch((error) => error)), "shutdown");
  });
});

Deno.test("TaskSupervisor: terminateChild, maxChildren, and a supervisor that is not there", async () => {
  await everyOrder(async ({ system, settle }) => {
    const Few = TaskSupervisor.define({ maxChildren: 1 });
    const tasks = await system.start(Few);
    const task = await tasks.asyncNoLink(endless);
    assertEquals(await tasks.children(), [task.pid!]);
    for (
      const start of [() => tasks.async(endless), () => tasks.asyncNoLink(endless), () => tasks.startChild(endless)]
    ) {
      const error = await assertRejects(start, StartError);
      assertEquals(error.reason, "max_children");
    }
    const full = await assertRejects(
      () => Array.fromAsync(tasks.asyncStreamNoLink([1, 2], { run: endless })),
      StartError,
    );
    assertEquals(full.reason, "max_children");
    await tasks.terminateChild(task.pid!);
    assertEquals([task.alive, await tasks.children()], [false, []]);
    const { reason } = await assertRejects(() => tasks.terminateChild(task.pid!), ChildError);
    assertEquals(reason, "not_found");
    await assertRejects(() => Few.at(system, "nobody").async(endless), CallError);
    assertThrows(() => tasks.asyncStream([1], { run: 1 as never }), ArgumentError, "run is a function");
    await assertRejects(() => tasks.startChild(1 as never), ArgumentError, "what it does is a function");
    await settle();
  });
});

Deno.test("TaskSupervisor: a task whose owner died while it was being started is not started", async () => {
  await everyOrder(async ({ system, settle }) => {
    const tasks = await system.start(Tasks, { name: "tasks" });
    let runs = 0;
    system.spawn((self) => {
      void Tasks.at(self, "tasks").asyncNoLink(() => void runs++);
      void Tasks.at(self, "tasks").async(() => void runs++);
    });
    await settle();
    assertEquals([runs, await tasks.children(), tasks.alive], [0, [], true]);
  });
});

Deno.test("case 199: asyncStreamNoLink: a crash is exit of that element, for whoever consumes", async () => {
  await everyOrder(async ({ system, settle }) => {
    await system.start(Tasks, { name: "tasks" });
    const run = (n: number, self: TaskSelf) => n === 2 ? self.exit("boom") : n;
    for (const host of [system, system.attach()]) {
      const stream = Tasks.at(host, "tasks").asyncStreamNoLink([1, 2, 3], { run, maxConcurrency: 2 });
      const fate = fateOf(Array.fromAsync(stream));
      await settle();
      assertEquals(fate.value, [{ ok: 1 }, { exit: "boom" }, { ok: 3 }]);
    }
  });
});

Deno.test("case 199: asyncStream under a supervisor: the consumer that does not trap dies, the supervisor lives", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const tasks = await system.start(Tasks, { name: "tasks" });
    const consumer = system.spawn(async (self) => {
      const run = (n: number, task: TaskSelf) => n === 2 ? task.exit("boom") : endless();
      for await (const _ of Tasks.at(self, "tasks").asyncStream([1, 2, 3], { run }));
    });
    await settle();
    assertEquals([deaths.get(consumer), await tasks.children(), tasks.alive], ["boom", [], true]);
  });
});

Deno.test("TaskSupervisor: a stream that is left or whose consumer dies ends its tasks, also those being started", async () => {
  await everyOrder(async ({ system, settle }) => {
    const tasks = await system.start(Tasks, { name: "tasks" });
    for (const how of ["kill", "leave", "leave at once"]) {
      const pids: Pid[] = [];
      const consumer = system.spawn(async (self) => {
        const run = (n: number, task: TaskSelf) => {
          pids.push(task.pid);
          return n === 1 ? n : endless();
        };
        const stream = Tasks.at(self, "tasks").asyncStreamNoLink([1, 2, 3], { run });
        const iterator = stream[Symbol.asyncIterator]();
        const first = iterator.next();
        if (how !== "leave at once") await first;
        if (how !== "kill") await iterator.return!();
        await self.receive();
      });
      await settle();
      if (how === "kill") system.exit(consumer, "kill");
      await settle();
      assertEquals([await tasks.children(), pids.some((pid) => system.isAlive(pid))], [[], false]);
    }
    assertEquals(runtimeOf(system).timers.size, 0);
  });
});

Deno.test("TaskSupervisor: several under a PartitionSupervisor share the tasks by key", async () => {
  await everyOrder(async ({ system }) => {
    const Shared = PartitionSupervisor.define({ name: "Shared", child: Tasks.child(), partitions: 2 });
    await system.start(Shared, { name: "tasks" });
    const me = system.attach();
    const parents = [];
    for (const key of [0, 1, 2]) {
      const task = await Tasks.at(me, PartitionSupervisor.via("tasks", key)).async((self) => self.parent);
      parents.push(await task.await());
    }
    assertEquals([parents[0] === parents[2], parents[0] === parents[1]], [true, false]);
  }, 10);
});

Deno.test("TaskSupervisor.define() refuses settings that are none", () => {
  assertThrows(() => TaskSupervisor.define({ maxChildren: -1 }), ArgumentError, "maxChildren is a whole number");
  assertThrows(() => TaskSupervisor.define({ maxRestarts: -1 }), ArgumentError);
  assertEquals([TaskSupervisor.define().name, Task.child(endless).restart], ["TaskSupervisor", "temporary"]);
});
