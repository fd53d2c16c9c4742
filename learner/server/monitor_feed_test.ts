import { assert, assertEquals } from "@std/assert";
import { Supervisor } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { createParser } from "eventsource-parser";
import { HEARTBEAT_MS, type SnapshotMessage } from "../sources/wire.ts";
import { MonitorFeed, type MonitorFeedOptions } from "./monitor_feed.ts";

interface Message {
  event: string | undefined;
  id: string | undefined;
  data: unknown;
}

/** Reads a stream to its end, as far as it comes. */
class Reading {
  readonly messages: Message[] = [];
  readonly comments: string[] = [];
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  ended = false;

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
    void this.#read();
  }

  get kinds(): string {
    return this.messages.map(({ event }) => event).join(" ");
  }

  leave(): Promise<void> {
    return this.#reader.cancel();
  }

  async #read(): Promise<void> {
    const parser = createParser({
      onEvent: ({ event, id, data }) => void this.messages.push({ event, id, data: JSON.parse(data) }),
      onComment: (comment) => void this.comments.push(comment),
    });
    const decoder = new TextDecoder();
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) break;
      parser.feed(decoder.decode(value, { stream: true }));
    }
    this.ended = true;
  }
}

async function make(options: MonitorFeedOptions = {}): Promise<{ simulation: Simulation; feed: MonitorFeed }> {
  const simulation = new Simulation({ seed: 1 });
  await simulation.system.start(Supervisor.define({ name: "Office" }), { name: "office" });
  return { simulation, feed: new MonitorFeed(simulation.system, { clock: simulation.clock, ...options }) };
}

const resumed = ({ messages }: Reading) => (messages[0]?.data as SnapshotMessage).resumed;

Deno.test("MonitorFeed - first a snapshot, then each event in order, and changes after them", async () => {
  const { simulation, feed } = await make();
  await using _simulation = simulation;
  using _feed = feed;
  const reading = new Reading(feed.open()!);
  simulation.system.spawn(() => {}, { name: "guest" });
  await simulation.system.start(Supervisor.define({ name: "Other" }), { name: "other" });
  await simulation.advance(1000);
  assertEquals(reading.kinds, "snapshot happened happened happened patch");
  const ids = reading.messages.flatMap(({ id }) => id === "" || id === undefined ? [] : [Number(id.split(".")[1])]);
  assertEquals(ids, ids.toSorted((one, other) => one - other));
  await reading.leave();
});

Deno.test("MonitorFeed - tells changes at most four times a second, and nothing where nothing changes", async () => {
  const { simulation, feed } = await make();
  await using _simulation = simulation;
  using _feed = feed;
  const reading = new Reading(feed.open()!);
  const guest = simulation.system.whereis("office")!;
  for (let times = 0; times < 40; times++) {
    simulation.system.send(guest, "hello");
    await simulation.advance(25);
  }
  await simulation.advance(500);
  const { length } = reading.messages.filter(({ event }) => event === "patch");
  assert(length >= 3 && length <= 6, `${length} changes`);
  await simulation.advance(5000);
  assertEquals(reading.messages.filter(({ event }) => event === "patch").length, length);
  await reading.leave();
});

Deno.test("MonitorFeed - shows that it is there when it has nothing to say", async () => {
  const { simulation, feed } = await make();
  await using _simulation = simulation;
  using _feed = feed;
  const reading = new Reading(feed.open()!);
  await simulation.advance(3 * HEARTBEAT_MS);
  assertEquals(reading.comments.length, 3);
  await reading.leave();
});

Deno.test("MonitorFeed - listens to nothing while nobody looks on, but for a moment after the last has left", async () => {
  const { simulation, feed } = await make();
  await using _simulation = simulation;
  using _feed = feed;
  assertEquals([feed.listening, simulation.system.events.active], [false, false]);
  const reading = new Reading(feed.open()!);
  await simulation.settle();
  assertEquals([feed.viewers, simulation.system.events.active], [1, true]);
  await reading.leave();
  await simulation.advance(4000);
  assertEquals([feed.viewers, feed.listening], [0, true]);
  await simulation.advance(1000);
  assertEquals([feed.listening, simulation.system.events.active, simulation.clock.nextAlarm], [
    false,
    false,
    undefined,
  ]);
});

Deno.test("MonitorFeed - one that comes back is told what it missed", async () => {
  const { simulation, feed } = await make();
  await using _simulation = simulation;
  using _feed = feed;
  const first = new Reading(feed.open()!);
  simulation.system.spawn(() => {}, { name: "one" });
  await simulation.settle();
  const lastId = first.messages.findLast(({ event }) => event === "happened")!.id!;
  await first.leave();
  simulation.system.spawn(() => {}, { name: "two" });
  await simulation.settle();
  const again = new Reading(feed.open(lastId)!);
  await simulation.settle();
  assertEquals([resumed(again), again.kinds], [true, "snapshot happened happened"]);
  assertEquals((again.messages[1]?.data as { name: string }).name, "two");
  await again.leave();
});

Deno.test("MonitorFeed - says so where it does not know any more what was missed", async () => {
  const { simulation, feed } = await make({ keptEvents: 2 });
  await using _simulation = simulation;
  using _feed = feed;
  const first = new Reading(feed.open()!);
  await simulation.settle();
  const lastId = first.messages[0]!.id!;
  await first.leave();
  for (let times = 0; times < 5; times++) simulation.system.spawn(() => {});
  await simulation.settle();
  for (const id of [lastId, "other.3", "nonsense", ""]) {
    const again = new Reading(feed.open(id)!);
    await simulation.settle();
    assertEquals([resumed(again), again.kinds], [false, "snapshot"], id);
    await again.leave();
  }
});

Deno.test("MonitorFeed - a viewer that reads nothing is dropped, and hurts nobody", async () => {
  const { simulation, feed } = await make({ keptEvents: 10 });
  await using _simulation = simulation;
  using _feed = feed;
  const stuck = feed.open()!;
  const reading = new Reading(feed.open()!);
  await simulation.settle();
  for (let times = 0; times < 20; times++) {
    simulation.system.spawn(() => {});
    await simulation.settle();
  }
  assertEquals(feed.viewers, 1);
  assertEquals(reading.messages.filter(({ event }) => event === "happened").length, 40);
  await stuck.cancel();
  await reading.leave();
});

Deno.test("MonitorFeed - has room for so many, and for nobody once it is closed", async () => {
  const { simulation, feed } = await make({ mostViewers: 2 });
  await using _simulation = simulation;
  const both = [new Reading(feed.open()!), new Reading(feed.open()!)];
  assertEquals(feed.open(), undefined);
  feed[Symbol.dispose]();
  await simulation.settle();
  assertEquals([both.map(({ ended }) => ended), feed.open(), feed.listening], [[true, true], undefined, false]);
});
