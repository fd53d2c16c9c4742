/** How a stream ends, and what it leaves behind: nothing. */
import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { processOf } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import { silentLogger } from "../processes/reporter.ts";
import { System } from "../system.ts";
import { deathsOf, everyOrder, fairly, fateOf, mailOf, notebook } from "../testdata/world.ts";
import { Task } from "./task.ts";
import type { TaskSelf } from "./task_process.ts";

const endless = () => new Promise<never>(() => {});

/** Numbers without end, as a generator that says when it is closed. */
function* numbers(log: string[]): Generator<number> {
  try {
    for (let i = 1;; i++) yield i;
  } finally {
    log.push("closed");
  }
}

Deno.test("StreamRun: a consumer that leaves early ends the tasks under way and closes the source", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log: string[] = [];
    const deaths = deathsOf(system);
    const consumer = system.spawn(async (self) => {
      const run = (n: number) => n === 1 ? n : endless();
      for await (const result of Task.asyncStream(self, numbers(log), { run, maxConcurrency: 3 })) {
        log.push(JSON.stringify(result));
        break;
      }
      log.push("left");
      await self.receive();
    });
    await settle();
    assertEquals(log, ['{"ok":1}', "closed", "left"]);
    assertEquals([...deaths.values()], ["normal", "shutdown", "shutdown"]);
    assertEquals([system.isAlive(consumer), runtimeOf(system).timers.size], [true, 0]);
  });
});

Deno.test("StreamRun: a consumer that dies takes the tasks along, linked or not, and the source is closed", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const reason of ["kill", "normal"]) {
      for (const trapExit of [false, true]) {
        const log: string[] = [];
        const consumer = system.spawn(async (self) => {
          self.trapExit = trapExit;
          const stream = Task.asyncStream(self, numbers(log), { run: endless, maxConcurrency: 2 });
          stream[Symbol.asyncIterator]().next();
          await self.receive({ go: true });
        });
        await settle();
        assertEquals(system.processCount, 3);
        if (reason === "kill") system.exit(consumer, reason);
        else system.send(consumer, { go: true });
        await settle();
        assertEquals([system.processCount, log, runtimeOf(system).timers.size], [0, ["closed"], 0]);
      }
    }
  }, 10);
});

Deno.test("StreamRun: a source that throws ends the tasks, and its error is thrown where a result is waited for", async () => {
  await everyOrder(async ({ system, settle }) => {
    async function* asynchronous() {
      yield 1;
      await Promise.resolve();
      throw new RangeError("dry");
    }
    function* synchronous() {
      yield 1;
      throw new RangeError("dry");
    }
    for (const source of [synchronous(), asynchronous()]) {
      const me = system.attach();
      const seen: unknown[] = [];
      const fate = fateOf((async () => {
        for await (const each of Task.asyncStream(me, source, { run: endless })) seen.push(each);
      })());
      await settle();
      assertEquals([seen, String(fate.error)], [[], "RangeError: dry"]);
      assertEquals(me.links, []);
      me.sendExit(me.pid, "normal");
    }
    assertEquals(system.processCount, 0);
  });
});

Deno.test("StreamRun: a source that cannot even be begun", async () => {
  await fairly(async ({ system }) => {
    const source: Iterable<number> = {
      [Symbol.iterator]: () => {
        throw new RangeError("shut");
      },
    };
    const iterator = Task.asyncStream(system, source, { run: (n) => n })[Symbol.asyncIterator]();
    assertEquals(String(await iterator.next().catch((error) => error)), "RangeError: shut");
    assertEquals(await iterator.next(), { done: true, value: undefined });
  });
});

Deno.test("StreamRun: what was ready before a failure is given first, and the failure once", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    for (const ordered of [true, false]) {
      const me = system.attach();
      const run = (n: number, self: TaskSelf) => n < 3 ? n : self.receive();
      const stream = Task.asyncStream(me, [1, 2, 3, 4], { run, timeoutMs: 10, ordered });
      const iterator = stream[Symbol.asyncIterator]();
      const first = fateOf(iterator.next());
      await settle();
      await advance(10);
      const others = [fateOf(iterator.next()), fateOf(iterator.next()), fateOf(iterator.next())];
      await settle();
      const values = new Set([first, others[0]!].map(({ value }) => (value?.value as { ok: number }).ok));
      assertEquals(values, new Set([1, 2]));
      assertEquals(others.map(({ state }) => state), ["fulfilled", "rejected", "fulfilled"]);
      assertEquals([others[2]!.value?.done, me.links, await mailOf(me)], [true, [], []]);
    }
  });
});

Deno.test("StreamRun: results that are asked for at once come one for each", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const iterator = Task.asyncStream(me, [1, 2, 3], { run: (n) => n, maxConcurrency: 1 })[Symbol.asyncIterator]();
    const fates = Array.from({ length: 5 }, () => fateOf(iterator.next()));
    await settle();
    assertEquals(fates.map(({ value }) => value?.value as unknown), [
      { ok: 1 },
      { ok: 2 },
      { ok: 3 },
      undefined,
      undefined,
    ]);
    assertEquals(fates.map(({ value }) => value?.done), [false, false, false, true, true]);
  });
});

Deno.test("StreamRun: leaving while the source is in the middle of something does not wait for it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    async function* stuck() {
      yield 1;
      await endless();
    }
    const iterator = Task.asyncStream(me, stuck(), { run: endless })[Symbol.asyncIterator]();
    const asked = fateOf(iterator.next());
    await settle();
    const left = fateOf(iterator.return!());
    await settle();
    assertEquals([asked.value, left.value], [{ done: true, value: undefined }, { done: true, value: undefined }]);
    assertEquals([me.links, processOf(me).watchers], [[], null]);
  });
});

Deno.test("StreamRun: an element that comes after the stream is over is not worked on", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const gate = Promise.withResolvers<void>();
    async function* late() {
      await gate.promise;
      yield 1;
    }
    let runs = 0;
    const iterator = Task.asyncStream(me, late(), { run: () => runs++ })[Symbol.asyncIterator]();
    const asked = fateOf(iterator.next());
    void iterator.return!();
    gate.resolve();
    await settle();
    assertEquals([runs, asked.value?.done, await iterator.next()], [0, true, { done: true, value: undefined }]);
  });
});

Deno.test("StreamRun: a result that comes while nobody asks wakes nobody, and no element is lost to a slow source", async () => {
  await everyOrder(async ({ system, settle }) => {
    const me = system.attach();
    const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
    async function* gated() {
      for (const [index, gate] of gates.entries()) {
        await gate.promise;
        yield index;
      }
    }
    const iterator = Task.asyncStream(me, gated(), { run: (n) => n, maxConcurrency: 2 })[Symbol.asyncIterator]();
    const seen: unknown[] = [];
    for (let asked = 0; asked < 5; asked++) {
      const next = fateOf(iterator.next());
      await settle();
      gates[asked]?.resolve();
      await settle();
      seen.push(next.value?.value);
    }
    assertEquals(seen, [{ ok: 0 }, { ok: 1 }, { ok: 2 }, { ok: 3 }, undefined]);
  });
});

Deno.test("StreamRun: a source that fails while it is closed after a failure is a warning", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const source: Iterable<number> = {
    [Symbol.iterator]: () => ({
      next: () => ({ done: false, value: 1 }),
      return: () => {
        throw new Error("stuck");
      },
    }),
  };
  const options = { run: endless, timeoutMs: 5 };
  const fate = fateOf(Array.fromAsync(Task.asyncStream(simulation.system, source, options)));
  await simulation.advance(5);
  assertEquals(fate.state, "rejected");
  assertEquals(logger.warnings, ["The source of a stream could not be closed: Error: stuck"]);
});

Deno.test("StreamRun: what cannot be passed, and a System that has been stopped, are errors of the iteration", async () => {
  await using system = new System({ messages: "copy", logger: silentLogger });
  const copied = Task.asyncStream(system, [{ a: 1 }, () => 1], { run: (element) => element });
  // All of it: whether the second is taken before the first is done is a matter of time.
  const error = await Array.fromAsync(copied).catch((error) => error);
  assertEquals([error.name, error.rule], [
    "ArgumentError",
    "a System that copies messages sends only what structuredClone takes",
  ]);
  const unsent = Task.asyncStream(system, [1], { run: () => () => 1 });
  const crash = await Array.fromAsync(unsent).catch((error) => error);
  assertEquals([crash.name, crash.reason.error.name], ["TaskError", "ArgumentError"]);
  await system.stop();
  const late = await Array.fromAsync(Task.asyncStream(system, [1], { run: () => 1 })).catch((error) => error);
  assertEquals(late.rule, "the System has been stopped");
});
