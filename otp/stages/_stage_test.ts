import { assert, assertEquals } from "@std/assert";
import { everyOrder, fairly, nextTask } from "../testdata/world.ts";
import { sys } from "../mod.ts";
import { collecting, counting, figuresOf, subscribed } from "./testdata/stages.ts";
import { ask, type StageSubscription } from "./protocol.ts";
import { Consumer, Producer, ProducerConsumer } from "./stage.ts";

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);

Deno.test("demand: a consumer asks for maxDemand, and for more when minDemand is reached", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, demands } = counting();
    const producer = await system.start(definition);
    let left = 3;
    const { promise, resolve } = Promise.withResolvers<void>();
    const sink = collecting(() => left-- > 0 ? undefined : promise);
    await subscribed(system, sink, producer, { maxDemand: 10, minDemand: 4 });
    await settle();
    assertEquals(sink.batches, [numbers(6), numbers(4, 6), numbers(6, 10), numbers(6, 16)]);
    assertEquals(demands[0], 10);
    assertEquals(demands.reduce((sum, each) => sum + each), 10 + 6 + 10); // after 6 events 4 were left, after 16 none
    resolve();
  }, 10);
});

Deno.test("demand: the defaults are 1000 and half of it", async () => {
  await fairly(async ({ system, settle }) => {
    const { definition, demands } = counting({ idle: true });
    const producer = await system.start(definition);
    const sink = collecting();
    await subscribed(system, sink, producer);
    await settle();
    assertEquals(demands, [1000]);
    producer.cast("emit", 700);
    await settle();
    assertEquals([sink.batches.map(({ length }) => length), demands], [[500, 200], [1000, 500]]);
  });
});

Deno.test("demand: never are more events on their way or in hand than maxDemand, in every order", async () => {
  await everyOrder(async ({ system, settle }) => {
    let emitted = 0;
    let handled = 0;
    let most = 0;
    const Source = Producer.define({
      name: "Source",
      init: () => 0,
      handleDemand: (next: number, demand: number): [number[], number] => {
        emitted += demand;
        most = Math.max(most, emitted - handled);
        return [numbers(demand, next), next + demand];
      },
    });
    const Slow = Consumer.define({
      name: "Slow",
      init: () => 0,
      handleEvents: async (count: number, events: readonly number[]) => {
        for (const _ of events) await Promise.resolve();
        handled += events.length;
        return count + events.length;
      },
    });
    const source = await system.start(Source);
    const consumers = await Promise.all([1, 2, 3].map(() => system.start(Slow)));
    for (const each of consumers) await each.subscribe(source, { maxDemand: 7, minDemand: 3 });
    for (let turn = 0; handled <= 60 && turn < 10_000; turn++) await nextTask();
    for (const each of consumers) sys.suspend(system, each.pid!);
    await settle();
    assert(handled > 20, `${handled} handled`);
    assert(most <= 21, `${most} at once`);
    for (const each of consumers) assert(figuresOf(system, each).state as number > 0, "each gets some");
  }, 20);
});

Deno.test("demand: manual demand is asked for by hand, and no more comes than that", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const { definition, demands } = counting();
    const producer = await system.start(definition);
    const seen: number[][] = [];
    // The rate limiter of GenStage's documentation: so many events an interval.
    const Limited = Consumer.define({
      name: "Limited",
      init: () => undefined as StageSubscription | undefined,
      handleSubscribe: (_, subscription, self) => {
        ask(self, subscription, { count: 5 });
        self.sendInterval(self.pid, "again", { delayMs: 1000 });
        return subscription;
      },
      handleEvents: (from: StageSubscription | undefined, events: readonly number[]) => {
        seen.push([...events]);
        return from;
      },
      handleInfo: (from, _message, self) => {
        ask(self, from!, { count: 5 });
        return from;
      },
    });
    const limited = await system.start(Limited);
    await limited.subscribe(producer, { demand: "manual" });
    await settle();
    assertEquals(seen.flat(), numbers(5));
    await advance(2500);
    assertEquals([seen.flat(), demands], [numbers(15), [5, 5, 5]]);
  }, 10);
});

Deno.test("ProducerConsumer: asks for nothing that nobody after it wants, and hands on what it makes", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition } = counting();
    const producer = await system.start(definition);
    const handled: number[] = [];
    const Double = ProducerConsumer.define({
      name: "Double",
      init: () => 0,
      handleEvents: (count: number, events: readonly number[]): [number[], number] => {
        handled.push(...events);
        return [events.flatMap((each) => [each, each]), count + 1];
      },
    });
    const double = await system.start(Double);
    await double.subscribe(producer, { maxDemand: 4, minDemand: 2 });
    await settle();
    // It has asked, and nobody has asked it: the events wait unhandled, and no more are asked for.
    assertEquals([handled, figuresOf(system, double).queued, figuresOf(system, producer).state], [[], 4, 4]);
    const sink = collecting(() => new Promise(() => {}));
    const consumer = await system.start(sink.definition);
    await consumer.subscribe(double, { maxDemand: 3, minDemand: 0 });
    await settle();
    // Three were wanted: two events make four, of which one waits in the buffer.
    assertEquals([handled, sink.seen], [[0, 1], [0, 0, 1]]);
    assertEquals([await double.buffered(), figuresOf(system, double).wanted], [1, 0]);
  }, 10);
});

Deno.test("ProducerConsumer: one that drops all events goes on until what it makes is enough", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition } = counting();
    const producer = await system.start(definition);
    const Tenth = ProducerConsumer.define({
      name: "Tenth",
      init: () => 0,
      handleEvents: (state: number, events: readonly number[]): [number[], number] => [
        events.filter((each) => each % 10 === 0),
        state,
      ],
    });
    const tenth = await system.start(Tenth);
    await tenth.subscribe(producer, { maxDemand: 4 });
    const sink = collecting(() => sink.seen.length < 5 ? undefined : new Promise(() => {}));
    const consumer = await system.start(sink.definition);
    await consumer.subscribe(tenth, { maxDemand: 1 });
    await settle();
    assertEquals(sink.seen, [0, 10, 20, 30, 40]);
    assert(figuresOf(system, producer).state as number <= 40 + 12);
  }, 10);
});

Deno.test("demand: a pipeline of three stages is as slow as its last", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition } = counting();
    const producer = await system.start(definition);
    const Add = ProducerConsumer.define({
      name: "Add",
      init: (by: number) => by,
      handleEvents: (by: number, events: readonly number[]): [number[], number] => [events.map((n) => n + by), by],
    });
    const [one, two] = [await system.start(Add, { args: [1] }), await system.start(Add, { args: [10] })];
    const gates: PromiseWithResolvers<void>[] = [];
    const sink = collecting(() => {
      gates.push(Promise.withResolvers());
      return gates.at(-1)!.promise;
    });
    const last = await system.start(sink.definition);
    await last.subscribe(two, { maxDemand: 2 });
    await two.subscribe(one, { maxDemand: 2 });
    await one.subscribe(producer, { maxDemand: 2 });
    for (let i = 0; i < 6; i++) {
      await settle();
      assert(figuresOf(system, producer).state as number <= sink.seen.length + 6);
      gates.at(-1)!.resolve();
    }
    await settle();
    assertEquals(sink.seen, numbers(7, 11));
  }, 10);
});

Deno.test("Stage: a handler that fails loses no batch before it, and terminate sees the state it left", async () => {
  await fairly(async ({ system, settle }) => {
    const { definition } = counting();
    const producer = await system.start(definition);
    const ends: unknown[] = [];
    const Fails = Consumer.define({
      name: "Fails",
      init: () => 0,
      handleEvents: (count: number, events: readonly number[]) => {
        if (events.includes(3)) throw new Error("three");
        return count + events.length;
      },
      terminate: (count) => void ends.push(count),
    });
    const consumer = await system.start(Fails);
    await consumer.subscribe(producer, { maxDemand: 10, minDemand: 8 });
    await settle();
    assertEquals([ends, consumer.alive, producer.alive], [[2], false, true]);
  });
});

Deno.test("Stage: sys.replaceState puts another state in the place of the user's", async () => {
  await fairly(async ({ system, settle }) => {
    const { definition } = counting();
    const producer = await system.start(definition);
    sys.replaceState(system, producer.pid!, () => 100);
    const sink = collecting(() => new Promise(() => {}));
    await subscribed(system, sink, producer, { maxDemand: 2, minDemand: 0 });
    await settle();
    assertEquals(sink.seen, [100, 101]);
  });
});
