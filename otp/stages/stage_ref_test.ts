import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, CallError } from "../mod.ts";
import { everyOrder, fairly } from "../testdata/world.ts";
import { Consumer } from "./stage.ts";
import { collecting, counting, figuresOf } from "./testdata/stages.ts";

Deno.test("StageRef.subscribe() gives the subscription, known to both sides", async () => {
  await everyOrder(async ({ system, settle }) => {
    const producer = await system.start(counting({ idle: true }).definition, { name: "source" });
    const { definition } = collecting();
    const consumer = await system.start(definition);
    const byRef = await consumer.subscribe(producer);
    const byPid = await consumer.subscribe(producer.pid!);
    const byName = await consumer.subscribe("source");
    await settle();
    for (const each of [byRef, byPid, byName]) {
      assertEquals([each.producer, each.consumer], [producer.pid, consumer.pid]);
    }
    assertEquals(new Set([byRef.ref, byPid.ref, byName.ref]).size, 3);
    assertEquals([figuresOf(system, producer).consumers, figuresOf(system, consumer).producers], [3, 3]);
  }, 5);
});

Deno.test("StageRef.subscribe() of a producer is refused at the caller, and the producer lives", async () => {
  await fairly(async ({ system, settle }) => {
    const { definition } = counting();
    const [one, other] = [await system.start(definition), await system.start(definition)];
    await assertRejects(() => one.subscribe(other as never), ArgumentError, "a producer subscribes to nothing");
    one.subscribeLater(other as never);
    await settle();
    assertEquals([one.alive, other.alive], [true, true]);
    const { pid } = one;
    await one.stop();
    const dead = definition.at(system, pid!);
    await assertRejects(() => dead.subscribe(other as never), CallError, "no process is alive");
  });
});

Deno.test("StageRef.subscribeLater() works from within init", async () => {
  await everyOrder(async ({ system, settle }) => {
    const producer = await system.start(counting({ idle: true }).definition);
    const seen: number[] = [];
    const Early = Consumer.define({
      name: "Early",
      init() {
        Early.at(this, this.pid).subscribeLater(producer);
        return 0;
      },
      handleEvents: (state: number, events: readonly number[]) => {
        seen.push(...events);
        return state;
      },
    });
    await system.start(Early);
    await settle();
    producer.cast("emit", 2);
    await settle();
    assertEquals(seen, [0, 1]);
  }, 5);
});

Deno.test("StageRef.resubscribe() exchanges a subscription, loses nothing, and stops nobody", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition, demands } = counting();
    const producer = await system.start(definition);
    const gate = Promise.withResolvers<void>();
    const sink = collecting(() => gate.promise);
    const consumer = await system.start(sink.definition);
    const first = await consumer.subscribe(producer, { maxDemand: 4, cancel: "permanent" });
    const next = await Promise.all([
      consumer.resubscribe(first, { to: producer, maxDemand: 2, reason: "upgrade" }),
      settle().then(() => gate.resolve()),
    ]).then(([subscription]) => subscription);
    for (let turn = 0; turn < 20 && sink.seen.length < 8; turn++) await Promise.resolve();
    await consumer.stop();
    await settle();
    const { seen } = sink;
    assertEquals([next.ref === first.ref, next.producer, demands[0]], [false, producer.pid, 4]);
    assertEquals(seen, Array.from({ length: seen.length }, (_, at) => at), "each once, in order");
    assertEquals(figuresOf(system, producer).consumers, 0);
  }, 5);
});

Deno.test("StageRef.resubscribe() tells both sides why, and may lead to another producer", async () => {
  await everyOrder(async ({ system, settle }) => {
    const [one, other] = [counting({ idle: true }), counting({ idle: true })];
    const [before, after] = [await system.start(one.definition), await system.start(other.definition)];
    const reasons: unknown[] = [];
    const seen: number[] = [];
    const Sink = Consumer.define({
      name: "Sink",
      init: () => 0,
      handleEvents: (state: number, events: readonly number[]) => (seen.push(...events), state),
      handleCancel: (state, { reason }) => (reasons.push(reason), state),
    });
    const sink = await system.start(Sink);
    const subscription = await sink.subscribe(before);
    before.cast("emit", 2);
    await sink.resubscribe(subscription, { to: after, reason: { boom: 1 } });
    await settle();
    after.cast("emit", 1);
    await settle();
    assertEquals([seen, reasons, sink.alive], [[0, 1, 0], [{ boom: 1 }], true]);
    await assertRejects(() => sink.resubscribe(subscription, { to: after }), ArgumentError, "it is a subscription of");
    await assertRejects(
      () => sink.resubscribe(subscription, null as never),
      ArgumentError,
      "the options are an object",
    );
    before.cast("fail");
    await settle();
    assertEquals([before.alive, sink.alive], [false, true]);
  }, 5);
});
