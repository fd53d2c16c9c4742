import { assert, assertEquals } from "@std/assert";
import { type Pid, SeededRandom, Supervisor } from "../mod.ts";
import { everyOrder } from "../testdata/world.ts";
import { broadcastDispatcher } from "./broadcast_dispatcher.ts";
import { Consumer, Producer, ProducerConsumer } from "./stage.ts";

const MAX = 4;
const numbers = (count: number, from: number) => Array.from({ length: count }, (_, i) => from + i);

/** A producer that ends its stream, so that all comes to rest, and what became of each event. */
function worldOf(limit: number, dispatcher?: typeof broadcastDispatcher<number>) {
  const figures = { emitted: 0 };
  const seen = new Map<Pid, number[]>();
  const Source = Producer.define({
    name: "Source",
    init: () => 0,
    ...(dispatcher === undefined ? {} : { dispatcher }),
    handleDemand: (next: number, demand: number): [number[], number] => {
      const events = numbers(Math.min(demand, limit - next), next);
      figures.emitted += events.length;
      return [events, next + events.length];
    },
  });
  const Sink = Consumer.define({
    name: "Sink",
    init: () => 0,
    subscribeTo: (self) => [{ to: Source.at(self, "source"), maxDemand: MAX, cancel: "temporary" }],
    handleEvents: async (state: number, events: readonly number[], self) => {
      for (const event of events) {
        await Promise.resolve();
        if (!self.alive) return state;
        seen.set(self.pid, [...seen.get(self.pid) ?? [], event]);
      }
      return state;
    },
  });
  return { figures, seen, Source, Sink };
}

Deno.test("crashes: consumers that die again and again cost what they had in hand, and nothing else", async () => {
  let seed = 0;
  await everyOrder(async ({ system, settle }) => {
    const random = new SeededRandom(seed++);
    const { figures, seen, Source, Sink } = worldOf(200);
    await system.start(Source, { name: "source" });
    const sinks = ["a", "b", "c"];
    await system.start(Supervisor.define({
      strategy: "one_for_one",
      maxRestarts: 1000,
      children: sinks.map((name) => Sink.child({ id: name, name })),
    }));
    let killed = 0;
    for (let i = 0; i < 15; i++) {
      for (let turns = random.next() * 20; turns > 0; turns--) await Promise.resolve();
      const victim = sinks[Math.floor(random.next() * 3)]!;
      if (system.whereis(victim) === undefined) continue;
      system.exit(victim, "boom");
      killed++;
    }
    await settle();
    const all = [...seen.values()].flat();
    for (const each of seen.values()) assertEquals(each, each.toSorted((a, b) => a - b), "in order");
    assertEquals(new Set(all).size, all.length, "each event to one consumer");
    assertEquals(figures.emitted, 200);
    assert(all.length >= 200 - killed * MAX, `${200 - all.length} lost by ${killed} deaths`);
  });
});

Deno.test("crashes: under a broadcast, those who live miss nothing when others die", async () => {
  let seed = 0;
  await everyOrder(async ({ system, settle }) => {
    const random = new SeededRandom(seed++);
    const { seen, Source, Sink } = worldOf(100, broadcastDispatcher);
    const source = await system.start(Source, { name: "source" });
    source.setDemand("accumulate");
    const steady = await Promise.all([1, 2].map(() => system.start(Sink)));
    const dying = await Promise.all([1, 2, 3].map(() => system.start(Sink)));
    await settle();
    source.setDemand("forward");
    for (const each of dying) {
      for (let turns = random.next() * 60; turns > 0; turns--) await Promise.resolve();
      if (each.pid !== undefined) system.exit(each.pid, "boom");
    }
    await settle();
    for (const each of steady) assertEquals(seen.get(each.pid!), numbers(100, 0));
  });
});

Deno.test("crashes: whoever of a supervised pipeline dies, it flows again", async () => {
  let seed = 0;
  await everyOrder(async ({ system, settle }) => {
    const random = new SeededRandom(seed++);
    let handled = 0;
    const Source = Producer.define({
      name: "Source",
      init: () => 0,
      handleDemand: (wanted: number, demand: number): [string[], number] => [[], wanted + demand],
      casts: { give: (wanted: number, event: string): [string[], number] => [[event], wanted - 1] },
    });
    const Pass = ProducerConsumer.define({
      name: "Pass",
      init: () => 0,
      subscribeTo: (self) => [{ to: Source.at(self, "source"), maxDemand: MAX }],
      handleEvents: (state, events: readonly string[]) => [[...events], state],
    });
    const Sink = Consumer.define({
      name: "Sink",
      init: () => 0,
      subscribeTo: (self) => [{ to: Pass.at(self, "pass"), maxDemand: MAX }],
      handleEvents: (state, events: readonly string[]) => {
        handled += events.length;
        return state;
      },
    });
    const names = ["source", "pass", "sink"];
    await system.start(Supervisor.define({
      strategy: "rest_for_one",
      maxRestarts: 1000,
      children: [Source.child({ name: "source" }), Pass.child({ name: "pass" }), Sink.child({ name: "sink" })],
    }));
    for (let i = 0; i < 12; i++) {
      const victim = names[Math.floor(random.next() * 3)]!;
      if (system.whereis(victim) !== undefined) system.exit(victim, "boom");
      for (let turns = random.next() * 30; turns > 0; turns--) await Promise.resolve();
    }
    await settle();
    for (let i = 0; i < 10; i++) {
      const before: number = handled;
      system.whereis(Source, "source").cast("give", "event");
      await settle();
      assertEquals(handled, before + 1);
    }
  });
});
