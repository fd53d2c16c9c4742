import { assert, assertEquals, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { processInfo } from "../introspection/process_info.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Pid } from "../processes/pid.ts";
import { deathsOf, everyOrder, fairly, fateOf, mailOf, reasonIn } from "../testdata/world.ts";
import type { StreamResult } from "./async_stream.ts";
import { Task } from "./task.ts";
import type { TaskError } from "./task_error.ts";
import type { TaskSelf } from "./task_process.ts";

/** Takes so long, in virtual time. */
async function take(ms: number, self: TaskSelf): Promise<number> {
  await self.receive(undefined, { timeoutMs: ms });
  return ms;
}

/** Numbers, and how many of them were taken. */
class Counted implements Iterable<number> {
  taken = 0;
  returned = 0;
  readonly #to: number;

  constructor(to: number) {
    this.#to = to;
  }

  [Symbol.iterator](): Iterator<number> {
    return {
      next: () => this.taken < this.#to ? { done: false, value: ++this.taken } : { done: true, value: undefined },
      return: () => {
        this.returned++;
        return { done: true, value: undefined };
      },
    };
  }
}

Deno.test("case 195: gives ok per element, in the order of the elements", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    const fate = fateOf(Array.fromAsync(Task.asyncStream(me, [30, 10, 20, 0], { run: take })));
    await settle();
    await advance(30);
    assertEquals(fate.value, [30, 10, 20, 0].map((ok) => ({ ok })));
    assertEquals([await mailOf(me), system.processCount], [[], 1]);
  });
});

Deno.test("case 195: unordered, as they finish", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const seen: unknown[] = [];
    system.spawn(async (self) => {
      const stream = Task.asyncStream(self, [30, 10, 20], { run: take, ordered: false });
      for await (const result of stream) seen.push([self.now(), result]);
    });
    await settle();
    await advance(30);
    assertEquals(seen, [10, 20, 30].map((ms) => [ms, { ok: ms }]));
  });
});

Deno.test("case 195: over nothing, over what is asynchronous, over more than run at once, and again", async () => {
  await fairly(async ({ system }) => {
    const me = system.attach();
    async function* slowly() {
      for (let i = 0; i < 40; i++) {
        await Promise.resolve();
        yield i;
      }
    }
    const run = (n: number) => 2 * n;
    assertEquals(await Array.fromAsync(Task.asyncStream(me, [], { run })), []);
    const doubled = await Array.fromAsync(Task.asyncStream(me, slowly(), { run, maxConcurrency: 3 }));
    assertEquals(doubled, Array.from({ length: 40 }, (_, n) => ({ ok: 2 * n })));
    const again = Task.asyncStream(me, new Set([1, 2]), { run });
    for (let time = 0; time < 2; time++) assertEquals(await Array.fromAsync(again), [{ ok: 2 }, { ok: 4 }]);
  });
});

Deno.test("case 196: never more than maxConcurrency run at once; with 1 strictly one after the other", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    for (const maxConcurrency of [1, 3]) {
      let running = 0;
      let most = 0;
      const log: string[] = [];
      const run = async (n: number, self: TaskSelf) => {
        most = Math.max(most, ++running);
        log.push(`${n} begins`);
        await take(n % 3, self);
        log.push(`${n} ends`);
        running--;
      };
      for (const ordered of [true, false]) {
        const me = system.attach();
        const stream = Task.asyncStream(me, new Counted(8), { run, maxConcurrency, ordered });
        const fate = fateOf(Array.fromAsync(stream));
        await settle();
        await advance(50);
        assertEquals(fate.value?.length, 8);
      }
      assertEquals(most, maxConcurrency);
      if (maxConcurrency > 1) continue;
      const one = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((n) => [`${n} begins`, `${n} ends`]);
      assertEquals(log, [...one, ...one]);
    }
  }, 10);
});

Deno.test("case 196: the default is 8, whatever the machine", async () => {
  await fairly(async ({ system, settle }) => {
    const me = system.attach();
    const source = new Counted(100);
    const stream = Task.asyncStream(me, source, {
      run: () => new Promise(() => {}),
      timeoutMs: Infinity,
      label: "fetchPage",
    });
    stream[Symbol.asyncIterator]().next();
    await settle();
    assertEquals(source.taken, 8);
    assertEquals([me.links.length, processInfo(system, me.links[0]!)?.module], [8, "fetchPage"]);
  });
});

Deno.test("case 197: no element is taken from the source before there is demand and room", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    for (const ordered of [true, false]) {
      const me = system.attach();
      const source = new Counted(100);
      const iterator = Task.asyncStream(me, source, { run: take, maxConcurrency: 3, ordered })[Symbol.asyncIterator]();
      await settle();
      assertEquals(source.taken, 0);
      const first = fateOf(iterator.next());
      await settle();
      assertEquals([source.taken, first.state], [3, "pending"]);
      await advance(50); // all three are done by now, and nobody asks
      assertEquals([source.taken, first.value?.value], [3, { ok: 1 }]);
      for (let asked = 2; asked < 10; asked++) {
        const next = fateOf(iterator.next());
        await settle();
        await advance(50);
        assertEquals([next.value?.value, source.taken <= asked + 2], [{ ok: asked }, true]);
      }
    }
  }, 10);
});

Deno.test("case 197: behind a slow element others go on while a result is waited for, as in Elixir", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    const source = [30, 1, 2, 3, 4];
    const order: number[] = [];
    const run = async (ms: number, self: TaskSelf) => void order.push(await take(ms, self));
    const fate = fateOf(Array.fromAsync(Task.asyncStream(me, source, { run, maxConcurrency: 2 })));
    await settle();
    await advance(30);
    assertEquals([order, fate.value?.length], [[1, 2, 3, 4, 30], 5]);
  });
});

Deno.test("case 198: a task past its time, 5000 ms by default: the consumer exits with timeout", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const deaths = deathsOf(system);
    const pids: Pid[] = [];
    const run = (ms: number, self: TaskSelf) => {
      pids.push(self.pid);
      return take(ms, self);
    };
    const consumer = system.spawn(async (self) => {
      for await (const _ of Task.asyncStream(self, [4999, Infinity], { run, maxConcurrency: 2 }));
    });
    await settle();
    await advance(4999);
    assertEquals(system.isAlive(consumer), true);
    await advance(1);
    const { reason, task } = deaths.get(consumer) as unknown as TaskError;
    assertEquals([reason, task.action, task.timeoutMs], ["timeout", "asyncStream", 5000]);
    assertEquals([pids.includes(task.pid!), deaths.get(task.pid!)], [true, "shutdown"]);
  });
});

Deno.test("case 198: the time of each element counts from its own start", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    const options = { run: take, maxConcurrency: 1, timeoutMs: 10 };
    const fate = fateOf(Array.fromAsync(Task.asyncStream(me, [9, 9, 9], options)));
    await settle();
    await advance(27);
    assertEquals(fate.value, [{ ok: 9 }, { ok: 9 }, { ok: 9 }]);
  });
});

Deno.test("case 198: with kill_task the element is exit timeout, and the stream goes on", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const deaths = deathsOf(system);
    for (const host of [system, system.attach()]) {
      const pids: Pid[] = [];
      const run = (ms: number, self: TaskSelf) => {
        pids.push(self.pid);
        return take(ms, self);
      };
      const options = { run, timeoutMs: 10, onTimeout: "kill_task", maxConcurrency: 1 } as const;
      const fate = fateOf(Array.fromAsync(Task.asyncStream(host, [5, 50, 5], options)));
      await settle();
      await advance(20);
      assertEquals(fate.value, [{ ok: 5 }, { exit: "timeout" }, { ok: 5 }]);
      assertEquals(pids.map((pid) => deaths.get(pid)), ["normal", "killed", "normal"]);
    }
  });
});

Deno.test("case 199: a crash: the consumer that is linked and does not trap dies with it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const consumer = system.spawn(async (self) => {
      const run = (n: number, task: TaskSelf) => n === 2 ? task.exit("boom") : new Promise(() => {});
      for await (const _ of Task.asyncStream(self, [1, 2, 3], { run }));
    });
    await settle();
    assertEquals([deaths.get(consumer), system.processCount], ["boom", 0]);
  });
});

Deno.test("case 199: a crash: the consumer that traps has exit for that element, and no message", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    const run = (n: number, task: TaskSelf) => n === 2 ? task.exit("boom") : n === 3 ? task.exit("normal") : n;
    const fate = fateOf(Array.fromAsync(Task.asyncStream(me, [1, 2, 3, 4], { run, maxConcurrency: 2 })));
    await settle();
    assertEquals(fate.value, [{ ok: 1 }, { exit: "boom" }, { exit: "normal" }, { ok: 4 }]);
    assertEquals(await mailOf(me), []);
  });
});

Deno.test("case 199: a crash: for code outside any process the iteration throws, and the other tasks end", async () => {
  await everyOrder(async ({ system, settle }) => {
    const run = (n: number, task: TaskSelf) => n === 2 ? task.exit("boom") : new Promise(() => {});
    const fate = fateOf(Array.fromAsync(Task.asyncStream(system, [1, 2, 3], { run })));
    await settle();
    assertEquals([reasonIn(fate.error), system.processCount], ["boom", 0]);
  });
});

Deno.test("case 200: zipInputOnExit says for which element", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const me = system.attach();
    me.trapExit = true;
    const run = (ms: number, task: TaskSelf) => ms === 7 ? task.exit("boom") : take(ms, task);
    const options = { run, zipInputOnExit: true, timeoutMs: 10, onTimeout: "kill_task" } as const;
    const fate = fateOf(Array.fromAsync(Task.asyncStream(me, [5, 7, 50], options)));
    await settle();
    await advance(10);
    assertEquals(fate.value, [
      { ok: 5 },
      { exit: { input: 7, reason: "boom" } },
      { exit: { input: 50, reason: "timeout" } },
    ]);
  });
});

Deno.test("Task.asyncStream() infers its results", async () => {
  await fairly(async ({ system }) => {
    const me = system.attach();
    for await (
      const result of Task.asyncStream(me, ["a"], { run: async (text) => await Promise.resolve(text.length) })
    ) {
      assertType<IsExact<typeof result, StreamResult<string, number>>>(true);
      assert("ok" in result && result.ok === 1);
    }
    const zipped = Task.asyncStream(me, [new Date(0)], { run: (date) => date.getTime(), zipInputOnExit: true });
    for await (const result of zipped) {
      if ("exit" in result) {
        assertType<IsExact<typeof result.exit, { readonly input: Date; readonly reason: ExitReason }>>(true);
      }
    }
  });
});

Deno.test("Task.asyncStream() refuses what it cannot work with", async () => {
  await fairly(async ({ system }) => {
    const run = () => 1;
    const refused: [unknown, { [key: string]: unknown }, string][] = [
      [5, { run }, "what it goes over can be iterated, got 5"],
      [undefined, { run }, "what it goes over can be iterated"],
      [[], {}, "run is a function"],
      [[], { run, maxConcurrency: 0 }, "maxConcurrency is a whole number from 1 up, or Infinity, got 0"],
      [[], { run, maxConcurrency: 1.5 }, "maxConcurrency is a whole number"],
      [[], { run, ordered: "yes" }, "ordered is true or false"],
      [[], { run, zipInputOnExit: 1 }, "zipInputOnExit is true or false"],
      [[], { run, timeoutMs: -1 }, "timeoutMs is a number of milliseconds"],
      [[], { run, onTimeout: "ignore" }, "onTimeout is exit or kill_task"],
    ];
    for (const [elements, options, rule] of refused) {
      assertThrows(() => Task.asyncStream(system, elements as never, options as never), ArgumentError, rule);
    }
    await Promise.resolve();
  });
});
