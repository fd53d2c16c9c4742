/** Tasks whose owner is a GenServer. */
import { assertEquals } from "@std/assert";
import type { Ref } from "../processes/pid.ts";
import { Simulation } from "../simulation/simulation.ts";
import { TaskSupervisor } from "../supervision/task_supervisor.ts";
import { eventsOf, everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import type { From } from "./server_self.ts";
import { Task } from "./task.ts";
import type { TaskSelf } from "./task_process.ts";

type Waiting = ReadonlyMap<Ref, From>;

Deno.test("case 193: a server that does not wait finds ref and value, then DOWN, in handleInfo", async () => {
  await everyOrder(async ({ system, settle }) => {
    const seen: unknown[] = [];
    const Asker = GenServer.define({
      name: "Asker",
      init: (): Waiting => new Map(),
      calls: {
        square: (waiting, n: number, self) => {
          const task = Task.async(self, () => Promise.resolve(n * n));
          return GenServer.noreply<Waiting, number>(new Map(waiting).set(task.ref, self.from));
        },
      },
      handleInfo: (waiting, message) => {
        const { type, ref, value } = message as { type: string; ref: Ref; value?: number };
        seen.push(type);
        if (type === "task") waiting.get(ref)?.reply(value);
        return waiting;
      },
    });
    const asker = await system.start(Asker);
    const fates = [2, 3].map((n) => fateOf(asker.call("square", n)));
    await settle();
    assertEquals(fates.map(({ value }) => value), [4, 9]);
    assertEquals(seen.sort(), ["DOWN", "DOWN", "task", "task"]);
  });
});

Deno.test("TaskRef.await() in an asynchronous handler: messages wait, and nothing of the task stays behind", async () => {
  await everyOrder(async ({ system, settle }) => {
    const order: unknown[] = [];
    const go = Promise.withResolvers<number>();
    const Busy = GenServer.define({
      name: "Busy",
      init: () => 0,
      calls: { state: (state) => [state, state] },
      casts: {
        work: async (state, _: undefined, self) => {
          const early = Task.async(self, () => 1);
          const late = Task.async(self, () => go.promise);
          order.push("begin");
          const values = await Task.awaitMany([late, early]);
          order.push(values);
          return state + values[0] + values[1];
        },
      },
      handleInfo: (state, message) => {
        order.push(message);
        return state;
      },
    });
    const busy = await system.start(Busy);
    busy.cast("work");
    await settle();
    system.send(busy.pid!, "note");
    const fate = fateOf(busy.call("state"));
    go.resolve(10);
    await settle();
    assertEquals([order, fate.value], [["begin", [10, 1], "note"], 11]);
  });
});

Deno.test("case 186: a server dies with its task, and its callers hear of it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const Fragile = GenServer.define({
      name: "Fragile",
      init: () => 0,
      calls: {
        ask: async (state, _: undefined, self): Promise<[number, number]> => {
          return [await Task.async(self, (): number => self.exit("boom")).await(), state];
        },
      },
    });
    const fate = fateOf((await system.start(Fragile)).call("ask"));
    await settle();
    assertEquals(reasonIn(fate.error), "boom");
  });
});

Deno.test("case 187: a handler that does not catch the time-out crashes its server with it", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const Patient = GenServer.define({
      name: "Patient",
      init: () => 0,
      calls: {
        ask: async (state, _: undefined, self): Promise<[never, number]> => {
          return [await Task.async(self, () => new Promise<never>(() => {})).await({ timeoutMs: 100 }), state];
        },
      },
    });
    const patient = await system.start(Patient);
    const fate = fateOf(patient.call("ask"));
    await settle();
    await advance(100);
    const { reason, task } = reasonIn(fate.error) as { reason: unknown; task: { action: string } };
    assertEquals([reason, task.action, patient.alive], ["timeout", "await", false]);
  });
});

Deno.test("Task.async() in init, awaited there", async () => {
  await everyOrder(async ({ system }) => {
    const Warm = GenServer.define({
      name: "Warm",
      async init() {
        return await Task.async(this, () => Promise.resolve("warm")).await();
      },
      calls: { get: (state) => [state, state] },
    });
    assertEquals(await (await system.start(Warm)).call("get"), "warm");
  });
});

Deno.test("Task.asyncStream() in a handler: what has come of each is there, and the mailbox is left alone", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const seen: unknown[] = [];
    const Sweeper = GenServer.define({
      name: "Sweeper",
      trapExit: true,
      init: () => 0,
      casts: {
        sweep: async (_, rooms: number[], self) => {
          let swept = 0;
          const run = async (room: number, task: TaskSelf) => {
            await task.receive(undefined, { timeoutMs: room });
            return room < 3 ? room : task.exit("dusty");
          };
          for await (const each of Task.asyncStream(self, rooms, { run, ordered: false })) {
            if ("ok" in each) swept += each.ok;
            else seen.push(each.exit);
          }
          return swept;
        },
      },
      calls: { swept: (swept) => [swept, swept] },
      handleInfo: (swept, message) => {
        seen.push(message);
        return swept;
      },
    });
    const sweeper = await system.start(Sweeper);
    sweeper.cast("sweep", [1, 2, 3]);
    const fate = fateOf(sweeper.call("swept"));
    await settle();
    await advance(3);
    assertEquals([fate.value, seen], [3, ["dusty"]]);
  });
});

Deno.test("a run with tasks, a supervisor of tasks and streams is the same for the same seed", async () => {
  const Tasks = TaskSupervisor.define();
  const runOf = async (seed: number) => {
    await using simulation = new Simulation({ seed });
    const { system } = simulation;
    const events = eventsOf(system);
    const seen: unknown[] = [];
    const tasks = await system.start(Tasks, { name: "tasks" });
    const run = async (n: number, self: TaskSelf) => {
      await self.receive(undefined, { timeoutMs: Math.floor(self.random() * 10) });
      return self.random() < 0.3 ? self.exit("unlucky") : n;
    };
    for (let worker = 0; worker < 3; worker++) {
      system.spawn(async (self) => {
        const elements = [1, 2, 3, 4, 5].map((n) => 10 * worker + n);
        const stream = Tasks.at(self, "tasks").asyncStreamNoLink(elements, { run, ordered: false, maxConcurrency: 2 });
        for await (const each of stream) seen.push(each);
        seen.push(
          await Task.yieldMany([1, 2].map((n) => Task.async(self, (inner) => self.random() * n + inner.now()))),
        );
      });
    }
    await simulation.settle();
    await simulation.advance(100);
    assertEquals(await tasks.children(), []);
    return JSON.stringify([seen, events, simulation.schedule]);
  };
  const runs = new Set<string>();
  for (const seed of [1, 2, 3]) {
    const first = await runOf(seed);
    assertEquals(await runOf(seed), first);
    runs.add(first);
  }
  assertEquals(runs.size, 3);
});
