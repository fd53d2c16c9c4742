import { assertEquals } from "@std/assert";
import { eventsOf, everyOrder, fairly } from "../testdata/world.ts";
import { broadcastDispatcher } from "./broadcast_dispatcher.ts";
import { partitionDispatcher } from "./partition_dispatcher.ts";
import { cancel } from "./protocol.ts";
import { collecting, counting, figuresOf, subscribed } from "./testdata/stages.ts";

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i);
const never = () => new Promise(() => {});

Deno.test("buffer: events that nobody has asked for wait, and go out before demand reaches the producer", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, demands } = counting();
    const producer = await system.start(definition);
    producer.cast("emit", 5);
    assertEquals(await producer.buffered(), 5);
    const sink = collecting(never);
    await subscribed(system, sink, producer, { maxDemand: 8, minDemand: 0 });
    await settle();
    assertEquals([sink.batches, demands, await producer.buffered()], [[numbers(5)], [3], 0]);
  }, 10);
});

Deno.test("buffer: a producer keeps 10 000 events, the newest, and tells how many were dropped", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const events = eventsOf(system, "stage.dropped");
    const told = () => events.splice(0).map((event) => event.type === "stage.dropped" && [event.count, event.total]);
    const { definition } = counting({ idle: true });
    const producer = await system.start(definition);
    producer.cast("emit", 10_000);
    await settle();
    assertEquals(told(), []);
    producer.cast("emit", 1);
    for (let i = 0; i < 100; i++) producer.cast("emit", 2);
    await settle();
    assertEquals(told(), [[1, 1]]); // the others within a second are told together
    await advance(1000);
    assertEquals(told(), [[200, 201]]);
    await advance(5000);
    assertEquals([told(), await producer.buffered(), figuresOf(system, producer).dropped], [[], 10_000, 201]);
    const sink = collecting(never);
    await subscribed(system, sink, producer, { maxDemand: 2, minDemand: 0 });
    await settle();
    assertEquals(sink.seen, [201, 202]);
  }, 2);
});

Deno.test("buffer: its size and which events it keeps can be said", async () => {
  await fairly(async ({ system, settle }) => {
    for (const [keep, kept] of [["first", [0, 1, 2]], ["last", [7, 8, 9]]] as const) {
      const { definition } = counting({ idle: true, buffer: { size: 3, keep } });
      const producer = await system.start(definition);
      producer.cast("emit", 10);
      const sink = collecting();
      await subscribed(system, sink, producer);
      await settle();
      assertEquals(sink.seen, [...kept]);
    }
  });
});

Deno.test("accumulate: demand waits until it is let through, so that all consumers begin together", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, demands } = counting({ demand: "accumulate", dispatcher: broadcastDispatcher });
    const producer = await system.start(definition);
    const sinks = [collecting(never), collecting(never)];
    await subscribed(system, sinks[0]!, producer, { maxDemand: 4, minDemand: 0 });
    await settle();
    await subscribed(system, sinks[1]!, producer, { maxDemand: 4, minDemand: 0 });
    await settle();
    assertEquals([demands, sinks[0]!.seen, figuresOf(system, producer).wanted], [[], [], 4]);
    producer.setDemand("forward");
    await settle();
    assertEquals(sinks.map(({ seen }) => seen), [numbers(4), numbers(4)]);
    producer.setDemand("accumulate");
    producer.cast("emit", 1);
    await settle();
    assertEquals(await producer.buffered(), 1);
  }, 10);
});

Deno.test("sendBehindBuffer(): a message is handled when the events before it have been sent", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, demands } = counting({ idle: true });
    const producer = await system.start(definition);
    producer.sendBehindBuffer(-1);
    producer.cast("emit", 3);
    producer.sendBehindBuffer(-2);
    await settle();
    assertEquals(demands, [-1]);
    const sink = collecting(never);
    const consumer = await subscribed(system, sink, producer, { maxDemand: 2, minDemand: 0, cancel: "temporary" });
    await settle();
    assertEquals([demands, sink.seen], [[-1], [0, 1]]);
    system.exit(consumer.pid!, "kill");
    await subscribed(system, sink, producer, { maxDemand: 2, minDemand: 0 });
    await settle();
    assertEquals([demands.filter((each) => each < 0), sink.seen], [[-1, -2], [0, 1, 2]]);
  }, 10);
});

Deno.test("crash of a consumer: its demand goes to the others, what it had is lost, the producer lives", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, demands } = counting({ idle: true });
    const producer = await system.start(definition);
    const [first, second] = [collecting(never), collecting()];
    const dying = await subscribed(system, first, producer, { maxDemand: 10, minDemand: 0 });
    await settle();
    producer.cast("emit", 4);
    await settle();
    system.exit(dying.pid!, "boom");
    await settle();
    await subscribed(system, second, producer, { maxDemand: 10, minDemand: 0 });
    await settle();
    assertEquals([demands, figuresOf(system, producer).consumers], [[10, 4], 1]); // 6 of the first 10 are still to come
    producer.cast("emit", 10);
    await settle();
    assertEquals([first.seen, second.seen, await producer.buffered()], [numbers(4), numbers(10, 4), 0]);
  }, 10);
});

Deno.test("crash of a consumer: what comes for it meanwhile waits, and keeps its place before what comes later", async () => {
  await everyOrder(async ({ system, settle }) => {
    const producer = await system.start(counting({ idle: true }).definition);
    const dying = await subscribed(system, collecting(never), producer, { maxDemand: 10, minDemand: 0 });
    await settle();
    system.exit(dying.pid!, "boom");
    await settle();
    producer.cast("emit", 4);
    const sink = collecting();
    await subscribed(system, sink, producer, { maxDemand: 5, minDemand: 0 });
    await settle();
    producer.cast("emit", 6);
    await settle();
    assertEquals(sink.seen, numbers(10));
  }, 10);
});

Deno.test("cancel(): the producer forgets the consumer, whoever asks for it, and says so once", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition } = counting({ idle: true });
    const producer = await system.start(definition);
    const sink = collecting();
    const consumer = await system.start(sink.definition);
    const subscription = await consumer.subscribe(producer, { cancel: "temporary" });
    cancel(system, subscription);
    cancel(system, subscription, { reason: "again" });
    producer.cast("emit", 1);
    await settle();
    assertEquals([figuresOf(system, producer).consumers, figuresOf(system, consumer).producers], [0, 0]);
    assertEquals([sink.seen, await producer.buffered(), consumer.alive], [[], 1, true]);
  }, 10);
});

Deno.test("partition: each consumer gets its own, and the partition of one that died waits for the next", async () => {
  await everyOrder(async ({ system, settle }) => {
    const dispatcher = partitionDispatcher<number>({ partitions: 2, hash: (n) => n % 2 });
    const producer = await system.start(counting({ idle: true, dispatcher }).definition);
    const [even, odd, next] = [collecting(), collecting(), collecting()];
    const options = { maxDemand: 2, minDemand: 0 };
    await subscribed(system, even, producer, { ...options, partition: 0 });
    const dying = await subscribed(system, odd, producer, { ...options, partition: 1 });
    await settle();
    producer.cast("emit", 4);
    await settle();
    assertEquals([even.seen, odd.seen], [[0, 2], [1, 3]]);
    system.exit(dying.pid!, "kill");
    await settle();
    producer.cast("emit", 4);
    await settle();
    assertEquals([even.seen, odd.seen], [[0, 2, 4, 6], [1, 3]]);
    await subscribed(system, next, producer, { ...options, partition: 1 });
    await settle();
    assertEquals(next.seen, [5, 7]);
  }, 10);
});

Deno.test("partition: what a new demand does not let through stays in the buffer, in its place", async () => {
  await everyOrder(async ({ system, settle }) => {
    const dispatcher = partitionDispatcher<number>({ partitions: 2, hash: (n) => n < 10 ? 0 : 1 });
    const producer = await system.start(counting({ idle: true, dispatcher }).definition);
    const options = { maxDemand: 10, minDemand: 0 };
    const dying = await subscribed(system, collecting(never), producer, { ...options, partition: 0 });
    await settle();
    system.exit(dying.pid!, "boom");
    await settle();
    producer.cast("emit", 13); // ten wait for partition 0, as was asked; three are more than that
    const [one, zero] = [collecting(), collecting()];
    await subscribed(system, one, producer, { ...options, partition: 1 });
    await settle();
    assertEquals([one.seen, await producer.buffered()], [[], 3]); // the demand of the dead one covers that of this one
    await subscribed(system, zero, producer, { ...options, partition: 0 });
    await settle();
    assertEquals([zero.seen, one.seen, await producer.buffered()], [numbers(10), numbers(3, 10), 0]);
  }, 10);
});

Deno.test("refused: a consumer that a dispatcher refuses is told why, and stops as its subscription says", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition } = counting({ dispatcher: partitionDispatcher({ partitions: 1, hash: () => 0 }) });
    const producer = await system.start(definition);
    const [sink, other] = [collecting(), collecting()];
    const consumer = await subscribed(system, sink, producer, { partition: 7, cancel: "temporary" });
    const events = eventsOf(system, "process.exited");
    const stops = await subscribed(system, other, producer, { partition: 7 });
    await settle();
    assertEquals([consumer.alive, stops.alive, producer.alive], [true, false, true]);
    assertEquals(events.map((event) => "reason" in event && event.reason), [
      { refused: "Cannot subscribe: partition is one of 0, got 7" },
    ]);
  }, 10);
});
