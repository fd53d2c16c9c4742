import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, type ExitReason, GenServer, isNormalExit, type Pid, Supervisor } from "../mod.ts";
import { deathsOf, everyOrder, fairly } from "../testdata/world.ts";
import { checkSource } from "./_inflow.ts";
import { cancel } from "./protocol.ts";
import { Consumer, ProducerConsumer } from "./stage.ts";
import type { Cancellation, SubscribeOptions } from "./stage_types.ts";
import { collecting, counting, figuresOf, subscribed } from "./testdata/stages.ts";

const MODES = ["permanent", "transient", "temporary"] as const;
const REASONS: ExitReason[] = ["normal", "shutdown", { shutdown: 1 }, "boom", "killed"];

/** Whether a consumer stops, as GenStage's documentation says. */
function stops(mode: typeof MODES[number], reason: ExitReason): boolean {
  return mode === "permanent" || (mode === "transient" && !isNormalExit(reason));
}

Deno.test("cancel option: the death of the producer stops a consumer always, unless in order, or never", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    for (const mode of MODES) {
      for (const reason of REASONS) {
        const producer = await system.start(counting().definition);
        const { pid, ...consumer } = await idleConsumer(system, producer, mode);
        if (reason === "normal") await producer.stop();
        else system.exit(producer.pid!, reason === "killed" ? "kill" : reason);
        await settle();
        assertEquals(deaths.get(pid), stops(mode, reason) ? reason : undefined, `${mode} ${JSON.stringify(reason)}`);
        assertEquals(consumer.cancelled.map(({ down, reason }) => [down, reason]), [[true, reason]]);
      }
    }
  }, 3);
});

Deno.test("cancel option: a cancelled subscription stops a consumer by the same rules, and the producer lives", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const producer = await system.start(counting().definition);
    for (const mode of MODES) {
      for (const reason of REASONS) {
        const { pid, subscription, cancelled } = await idleConsumer(system, producer, mode);
        cancel(system, subscription, { reason });
        await settle();
        assertEquals(deaths.get(pid), stops(mode, reason) ? reason : undefined, `${mode} ${JSON.stringify(reason)}`);
        assertEquals(cancelled, [{ subscription, reason, down: false }]);
      }
    }
    assertEquals(producer.alive, true);
  }, 3);
});

Deno.test("cancel option: a producer-consumer whose producer crashes stops at once, with what waits in it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const producer = await system.start(counting({ idle: true }).definition);
    const Pass = ProducerConsumer.define({
      name: "Pass",
      init: () => 0,
      handleEvents: (state, events: readonly number[]) => [[...events], state],
    });
    const pass = await system.start(Pass);
    await pass.subscribe(producer);
    producer.cast("emit", 3);
    await settle();
    assertEquals([figuresOf(system, pass).queued, figuresOf(system, pass).buffered], [3, 0]);
    producer.cast("fail");
    await settle();
    assertEquals([producer.alive, pass.alive], [false, false]);
  }, 5);
});

Deno.test("cancel option: what was sent before the producer died is handled before the consumer stops", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition } = counting({ idle: true });
    const producer = await system.start(definition);
    const sink = collecting();
    const consumer = await subscribed(system, sink, producer);
    await settle();
    producer.cast("emit", 3);
    producer.cast("fail");
    await settle();
    assertEquals([sink.seen, consumer.alive], [[0, 1, 2], false]);
  });
});

Deno.test("subscribe: to a producer that is dead or a name that nobody has is as if it had died: noproc", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    for (const to of ["<0.9999.0>", "nobody"] as const) {
      const consumer = await system.start(collecting().definition);
      const { pid } = consumer;
      await consumer.subscribe(to);
      await settle();
      assertEquals(deaths.get(pid!), "noproc");
      const stays = await system.start(collecting().definition);
      await stays.subscribe(to, { cancel: "temporary" });
      await settle();
      assertEquals([stays.alive, figuresOf(system, stays).producers], [true, 0]);
    }
  }, 5);
});

Deno.test("subscribe: to what is no producer ends the subscription, and nothing else", async () => {
  await everyOrder(async ({ system, settle }) => {
    const [one, other] = [await system.start(collecting().definition), await system.start(collecting().definition)];
    const deaths = deathsOf(system);
    const { pid } = one;
    await one.subscribe(other.pid!);
    await settle();
    assertEquals([deaths.get(pid!), other.alive], ["not_a_producer", true]);
    const Plain = GenServer.define({ name: "Plain", init: () => 0 });
    const plain = await system.start(Plain);
    await other.subscribe(plain.pid!);
    await settle();
    assertEquals([plain.alive, other.alive], [true, true]); // it does not know the message, and goes on
  }, 5);
});

Deno.test("subscribe: one consumer takes from several producers, and one producer twice", async () => {
  await everyOrder(async ({ system, settle }) => {
    const [one, two] = [counting({ idle: true }), counting({ idle: true })];
    const producers = [await system.start(one.definition), await system.start(two.definition)];
    const sink = collecting();
    const consumer = await system.start(sink.definition);
    for (const each of [...producers, producers[0]!]) await consumer.subscribe(each, { maxDemand: 10 });
    await settle();
    assertEquals([one.demands, two.demands, figuresOf(system, consumer).producers], [[10, 10], [10], 3]);
    for (const each of producers) each.cast("emit", 2);
    await settle();
    assertEquals(sink.seen.toSorted(), [0, 0, 1, 1]);
  }, 5);
});

Deno.test("subscribeTo: a supervised pipeline comes up, and again after any of it has crashed", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { definition: Source } = counting({ idle: true });
    const sink = collecting();
    const Middle = ProducerConsumer.define({
      name: "Middle",
      init: () => 0,
      subscribeTo: (self) => [{ to: Source.at(self, "source"), maxDemand: 10 }],
      handleEvents: (state: number, events: readonly number[]): [number[], number] => [[...events], state],
    });
    const Sink = Consumer.define({
      name: "Sink",
      init: () => 0,
      subscribeTo: (self) => [{ to: Middle.at(self, "middle"), maxDemand: 10 }],
      handleEvents: (state: number, events: readonly number[]) => {
        sink.batches.push([...events]);
        return state;
      },
    });
    const children = [Source, Middle, Sink].map((each) => each.child({ name: each.name.toLowerCase() }));
    children[0] = Source.child({ id: "Source", name: "source" });
    await system.start(Supervisor.define({ strategy: "rest_for_one", maxRestarts: 9, children }));
    const emit = async () => {
      await settle();
      system.whereis(Source, "source").cast("emit", 2);
      await settle();
      return sink.batches.splice(0).flat();
    };
    assertEquals(await emit(), [0, 1]);
    system.exit("sink", "boom");
    assertEquals(await emit(), [2, 3]);
    system.exit("middle", "boom");
    assertEquals(await emit(), [4, 5]);
    system.exit("source", "kill");
    assertEquals(await emit(), [0, 1]);
  }, 20);
});

Deno.test("checkSource() refuses what is no producer and what is no demand, at whoever asks", async () => {
  const bad: [SubscribeOptions, string][] = [
    [{ maxDemand: 0 }, "maxDemand is a whole number from 1 up, got 0"],
    [{ maxDemand: 1.5 }, "maxDemand is"],
    [{ maxDemand: Infinity }, "maxDemand is"],
    [{ maxDemand: 5, minDemand: 5 }, "minDemand is a whole number from 0 up, and below maxDemand, got 5"],
    [{ minDemand: -1 }, "minDemand is"],
    [{ cancel: "never" as "temporary" }, 'cancel is permanent, transient or temporary, got "never"'],
    [{ demand: "some" as "manual" }, "demand is automatic or manual"],
  ];
  for (const [options, rule] of bad) {
    assertThrows(() => checkSource({ to: "x", ...options }), ArgumentError, `Cannot subscribe: ${rule}`);
  }
  for (const to of ["", 7, null, undefined, {}]) {
    assertThrows(
      () => checkSource({ to: to as string }),
      ArgumentError,
      "a producer is a ref, a pid or a registered name",
    );
  }
  assertEquals(checkSource({ to: "x", maxDemand: 1 }), { max: 1, min: 0, cancel: "permanent", manual: false });
  await fairly(async ({ system }) => {
    const consumer = await system.start(collecting().definition);
    await assertRejects(() => consumer.subscribe("x", { maxDemand: 0 }), ArgumentError);
    assertThrows(() => consumer.subscribeLater("x", { maxDemand: 0 }), ArgumentError);
    assertEquals(consumer.alive, true);
  });
});

/** A consumer that writes down what is cancelled. */
async function idleConsumer(
  system: Parameters<typeof subscribed>[0],
  producer: Parameters<typeof subscribed>[2],
  mode: typeof MODES[number],
) {
  const cancelled: Cancellation[] = [];
  const Idle = Consumer.define({
    name: "Idle",
    init: () => 0,
    handleEvents: (state: number, _events: readonly number[]) => state,
    handleCancel: (state, cancellation) => {
      cancelled.push(cancellation);
      return state;
    },
  });
  const consumer = await system.start(Idle);
  const pid: Pid = consumer.pid!;
  const subscription = await consumer.subscribe(producer, { cancel: mode, demand: "manual" });
  return { pid, subscription, cancelled };
}
