import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../mod.ts";
import { deathsOf, everyOrder, fairly, fateOf } from "../testdata/world.ts";
import { fromIterable } from "./from_iterable.ts";
import { ProducerConsumer } from "./stage.ts";
import { collecting } from "./testdata/stages.ts";

/** An iterable that counts what is pulled, and says whether it was told to end. */
function watched(count: number, asynchronous: boolean) {
  const log = { pulled: 0, returned: false };
  function* values() {
    try {
      for (let i = 0; i < count; i++) {
        log.pulled++;
        yield i;
      }
    } finally {
      log.returned = true;
    }
  }
  const iterable = asynchronous
    ? async function* () {
      yield* values();
    }()
    : { [Symbol.iterator]: values };
  return { log, iterable: iterable as Iterable<number> };
}

Deno.test("fromIterable(): all events come in order, and the producer ends normal behind the last", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    for (const asynchronous of [false, true]) {
      for (const count of [0, 1, 3, 4, 50]) {
        const { iterable } = watched(count, asynchronous);
        const producer = await system.start(fromIterable(iterable));
        const { pid } = producer;
        const read = fateOf(Array.fromAsync(producer.toAsyncIterable({ maxDemand: 3, minDemand: 1 })));
        await settle();
        assertEquals(read.value, Array.from({ length: count }, (_, i) => i));
        assertEquals(deaths.get(pid!), "normal");
      }
    }
  }, 5);
});

Deno.test("fromIterable(): pulls no more than is asked for, and ends the iterator when it dies", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const asynchronous of [false, true]) {
      const { iterable, log } = watched(1000, asynchronous);
      const producer = await system.start(fromIterable(iterable));
      await settle();
      assertEquals(log.pulled, 0);
      const sink = collecting(() => new Promise(() => {}));
      const consumer = await system.start(sink.definition);
      await consumer.subscribe(producer, { maxDemand: 7, minDemand: 0, cancel: "temporary" });
      await settle();
      assertEquals(log, { pulled: 7, returned: false });
      system.exit(producer.pid!, "shutdown");
      await settle();
      assertEquals(log, { pulled: 7, returned: true });
    }
  }, 5);
});

Deno.test("fromIterable(): a pipeline that ends loses nothing, whatever waits in the stages between", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const source = await system.start(fromIterable(Array.from({ length: 20 }, (_, i) => i)));
    const Twice = ProducerConsumer.define({
      name: "Twice",
      init: () => 0,
      handleEvents: (state, events: readonly number[]) => [events.flatMap((each) => [each, each]), state],
    });
    const twice = await system.start(Twice);
    const { pid } = twice;
    await twice.subscribe(source, { maxDemand: 50 });
    await settle();
    assertEquals([source.alive, twice.alive], [false, true]); // all has come, and nobody has asked for it
    const read = fateOf(Array.fromAsync(twice.toAsyncIterable({ maxDemand: 3, minDemand: 1 })));
    await settle();
    assertEquals(read.value, Array.from({ length: 40 }, (_, i) => i >> 1));
    assertEquals([deaths.get(pid!), system.processCount], ["normal", 0]);
  }, 20);
});

Deno.test("fromIterable(): what was emitted for a consumer that died is not lost at the end", async () => {
  await everyOrder(async ({ system, settle }) => {
    const producer = await system.start(fromIterable([1, 2, 3]));
    const first = collecting(() => new Promise(() => {}));
    const dying = await system.start(first.definition);
    await dying.subscribe(producer, { demand: "manual" });
    system.send(producer.pid!, "unknown");
    system.exit(dying.pid!, "kill");
    await settle();
    assertEquals(await Array.fromAsync(producer.toAsyncIterable()), [1, 2, 3]);
  }, 5);
});

Deno.test("fromIterable(): an iterator that throws ends the producer with its error", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const sync = { [Symbol.iterator]: () => ({ next: () => fail() }) } as Iterable<number>;
    const later = { [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error("broken")) }) };
    for (const iterable of [sync, later as AsyncIterable<number>]) {
      const producer = await system.start(fromIterable(iterable));
      const { pid } = producer;
      const read = fateOf(Array.fromAsync(producer.toAsyncIterable()));
      await settle();
      assertEquals((deaths.get(pid!) as { error: { message: string } }).error.message, "broken");
      assertEquals(read.state, "rejected");
    }
  }, 3);
});

Deno.test("fromIterable(): a list begins anew when its producer is started again", async () => {
  await fairly(async ({ system }) => {
    const Letters = fromIterable("abc");
    for (let i = 0; i < 2; i++) {
      const letters = await system.start(Letters);
      assertEquals(await Array.fromAsync(letters.toAsyncIterable()), ["a", "b", "c"]);
    }
  });
});

Deno.test("fromIterable() refuses what is no iterable", () => {
  for (const bad of [null, undefined, 5, {}, () => {}]) {
    assertThrows(() => fromIterable(bad as never), ArgumentError, "it is made from an iterable");
  }
});

function fail(): never {
  throw new Error("broken");
}
