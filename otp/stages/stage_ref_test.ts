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
