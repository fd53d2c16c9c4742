import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, CallError } from "../mod.ts";
import { everyOrder, fairly, fateOf } from "../testdata/world.ts";
import { fromIterable } from "./from_iterable.ts";
import { counting, figuresOf } from "./testdata/stages.ts";

Deno.test("toAsyncIterable(): nothing is asked for before the first read, and no more than maxDemand ahead", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, demands } = counting();
    const producer = await system.start(definition);
    const events = producer.toAsyncIterable({ maxDemand: 4, minDemand: 2 });
    await settle();
    assertEquals([demands, figuresOf(system, producer).consumers], [[], 0]);
    for (let i = 0; i < 3; i++) assertEquals(await events.next(), { value: i, done: false });
    await settle();
    assertEquals([demands, figuresOf(system, producer).state], [[4, 2], 6]);
    const processes = system.processCount;
    await events.return();
    await settle();
    assertEquals([figuresOf(system, producer).consumers, system.processCount], [0, processes - 1]);
  }, 10);
});

Deno.test("toAsyncIterable(): ends where the producer ends in order, and throws where it crashes", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const [reason, fails] of [["normal", false], ["shutdown", false], ["boom", true]] as const) {
      const producer = await system.start(counting({ idle: true }).definition);
      const read = fateOf(Array.fromAsync(producer.toAsyncIterable()));
      await settle();
      producer.cast("emit", 2);
      await settle();
      if (reason === "normal") await producer.stop();
      else system.exit(producer.pid!, reason);
      await settle();
      assertEquals(read.state, fails ? "rejected" : "fulfilled");
      if (fails) assertEquals([read.error instanceof CallError, (read.error as CallError).reason], [true, "boom"]);
      else assertEquals(read.value, [0, 1]);
    }
    assertEquals(system.processCount, 0);
  }, 5);
});

Deno.test("toAsyncIterable(): of a producer that is not alive, and with options that are none", async () => {
  await fairly(async ({ system }) => {
    const { definition } = counting();
    const nobody = definition.at(system, "nobody").toAsyncIterable();
    await assertRejects(() => nobody.next(), CallError, "no process is alive");
    const producer = await system.start(definition);
    await assertRejects(() => producer.toAsyncIterable({ maxDemand: 0 }).next(), ArgumentError, "maxDemand");
    assertEquals(system.processCount, 1);
  });
});

Deno.test("toAsyncIterable(): composes with web streams, whose back-pressure reaches the producer", async () => {
  await fairly(async ({ system, settle }) => {
    const { definition } = counting();
    const producer = await system.start(definition);
    const text = ReadableStream.from(producer.toAsyncIterable({ maxDemand: 2 })).pipeThrough(
      new TransformStream<number, string>({ transform: (n, controller) => controller.enqueue(`${n};`) }),
    );
    const reader = text.getReader();
    assertEquals([(await reader.read()).value, (await reader.read()).value], ["0;", "1;"]);
    await settle();
    assertEquals(figuresOf(system, producer).state as number <= 8, true);
    await reader.cancel();
    await settle();
    assertEquals(figuresOf(system, producer).consumers, 0);
    const copy = await system.start(fromIterable(ReadableStream.from([1, 2, 3])));
    assertEquals(await Array.fromAsync(copy.toAsyncIterable()), [1, 2, 3]);
  });
});
