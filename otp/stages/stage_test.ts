import { assertEquals, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError, DynamicSupervisor, type From, GenServer, processInfo } from "../mod.ts";
import { deathsOf, everyOrder, fairly, fateOf } from "../testdata/world.ts";
import { cancel } from "./protocol.ts";
import { Consumer, Producer, ProducerConsumer } from "./stage.ts";
import type { StageRef } from "./stage_ref.ts";
import { collecting, counting, subscribed } from "./testdata/stages.ts";

/** The broadcaster of GenStage's documentation: who notifies is answered when the event has been asked for. */
const Notifier = Producer.define({
  name: "Notifier",
  init: (): Notices => ({ waiting: [], wanted: 0 }),
  handleDemand: (state, demand) => release({ ...state, wanted: state.wanted + demand }),
  calls: {
    notify: (state, event: string, { from }) => release({ ...state, waiting: [...state.waiting, { from, event }] }),
    waiting: ({ waiting, ...state }) => [waiting.length, [] as string[], { ...state, waiting }],
  },
  casts: { shout: (state, event: string) => [[event, event], state] },
});

interface Notices {
  readonly waiting: readonly { readonly from: From; readonly event: string }[];
  readonly wanted: number;
}

function release({ waiting, wanted }: Notices): [string[], Notices] {
  const now = waiting.slice(0, wanted);
  for (const { from } of now) from.reply("sent");
  return [now.map(({ event }) => event), { waiting: waiting.slice(wanted), wanted: wanted - now.length }];
}

const Words = Consumer.define({
  name: "Words",
  init: (...first: string[]): readonly string[] => first,
  handleEvents: (words, events: readonly string[]) => [...words, ...events],
  calls: { all: (words) => [words, words] },
  casts: { forget: () => [] },
  handleInfo: (words, message) => [...words, `info ${message}`],
});

Deno.test("Producer: calls and casts emit events, and a call is answered at once or later", async () => {
  await everyOrder(async ({ system, settle }) => {
    const notifier = await system.start(Notifier);
    const notified = ["a", "b", "c"].map((event) => fateOf(notifier.call("notify", event)));
    assertEquals(await notifier.call("waiting"), 3);
    assertEquals(notified.map(({ state }) => state), ["pending", "pending", "pending"]);
    const words = await system.start(Words);
    await words.subscribe(notifier, { maxDemand: 2, minDemand: 1 });
    await settle();
    assertEquals(notified.map(({ value }) => value), ["sent", "sent", "sent"]);
    notifier.cast("shout", "x");
    await settle();
    assertEquals(await words.call("all"), ["a", "b", "c", "x", "x"]);
  }, 10);
});

Deno.test("Consumer: is a server like any other, with calls, casts and messages", async () => {
  await everyOrder(async ({ system }) => {
    const words = await system.start(Words, { args: ["first"], name: "words" });
    system.send("words", "here");
    assertEquals(await words.call("all"), ["first", "info here"]);
    words.cast("forget");
    assertEquals(await Words.at(system, "words").call("all"), []);
    assertEquals(processInfo(system, words.pid!)!.module, "Words");
  }, 5);
});

Deno.test("Stage: stop, ignore and time-outs are those of a GenServer", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const deaths = deathsOf(system);
    const ends: unknown[] = [];
    const Brief = Producer.define({
      name: "Brief",
      init: (how: string) => {
        if (how === "ignore") return GenServer.ignore();
        return how === "stop" ? GenServer.stop("unwilling") : GenServer.ok(how, { timeoutMs: 100 });
      },
      handleDemand: (state, demand) => demand > 5 ? GenServer.stop("too much", "greedy") : [[demand], state],
      handleInfo: (state, message) => {
        ends.push(message);
        return GenServer.stop("normal", state);
      },
      calls: { quit: (state) => GenServer.stop("shutdown", state, { reply: "bye" }) },
      terminate: (state) => void ends.push(state),
    });
    for (const how of ["ignore", "stop"]) {
      const start = fateOf(system.start(Brief, { args: [how] }));
      await settle();
      assertEquals((start.error as { reason: unknown }).reason, how === "stop" ? "unwilling" : "ignore");
    }
    const idle = await system.start(Brief, { args: ["idle"] });
    const { pid } = idle;
    await advance(100);
    assertEquals([ends.splice(0), deaths.get(pid!)], [[{ type: "timeout" }, "idle"], "normal"]);
    const asked = await system.start(Brief, { args: ["asked"] });
    assertEquals(await asked.call("quit"), "bye");
    const busy = await system.start(Brief, { args: ["busy"] });
    const busyPid = busy.pid!;
    const sink = await system.start(
      Consumer.define({ name: "Sink", init: () => 0, handleEvents: (n: number, _: readonly number[]) => n }),
    );
    await sink.subscribe(busy);
    await settle();
    assertEquals([ends.splice(0), deaths.get(busyPid)], [["asked", "greedy"], "too much"]);
  }, 5);
});

Deno.test("Producer: hears who comes and who goes, whichever way, and may emit because of it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const log: string[] = [];
    const Host = Producer.define({
      name: "Host",
      init: () => 0,
      handleDemand: (guests) => [[], guests],
      handleSubscribe: (guests, { consumer }, self) => {
        log.push(consumer === self.pid ? "odd" : "came");
        return guests + 1;
      },
      handleCancel: (guests, { reason, down }) => {
        log.push(`${down ? "died" : "left"} ${reason}`);
        return [[`${guests - 1} left`], guests - 1];
      },
    });
    const host = await system.start(Host);
    const guests = await Promise.all([1, 2, 3].map(() => system.start(Words)));
    const [first] = await Promise.all(guests.map((each) => each.subscribe(host, { cancel: "temporary" })));
    await settle();
    cancel(system, first!, { reason: "bored" });
    await settle();
    system.exit(guests[1]!.pid!, "boom");
    await settle();
    assertEquals(log, ["came", "came", "came", "left bored", "died boom"]);
    assertEquals([await guests[0]!.call("all"), (await guests[2]!.call("all")).at(-1)], [[], "1 left"]);
  }, 10);
});

Deno.test("Producer: demand may be met later, by an asynchronous handler or by another message", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const Slow = Producer.define({
      name: "Slow",
      init: () => 0,
      handleDemand: async (next, demand, self) => {
        await new Promise<void>((resolve) => system.clock.setAlarm(system.now() + 10, resolve));
        self.sendAfter(self.pid, demand - 1, { delayMs: 100 });
        return [[`at once ${next}`], next + 1];
      },
      handleInfo: (next, later) => [Array.from({ length: later as number }, (_, i) => `later ${next + i}`), next],
    });
    const slow = await system.start(Slow);
    const words = await system.start(Words);
    await words.subscribe(slow, { maxDemand: 3, minDemand: 0 });
    await advance(10);
    assertEquals(await words.call("all"), ["at once 0"]);
    await advance(100);
    await settle();
    assertEquals(await words.call("all"), ["at once 0", "later 1", "later 2"]);
  }, 10);
});

Deno.test("Stage: works in a System that copies messages", async () => {
  await fairly(async ({ system, settle }) => {
    const { definition } = counting({ idle: true });
    const producer = await system.start(definition);
    const sink = collecting();
    await subscribed(system, sink, producer, { maxDemand: 4 });
    producer.cast("emit", 10);
    await settle();
    assertEquals(sink.seen, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }, "copy");
});

Deno.test("Stage: what a handler must not give ends the stage, with the rule as its reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    for (const bad of [undefined, 5, [1], [1, 2], [[1], 2, 3]]) {
      const Bad = Producer.define({ name: "Bad", init: () => 0, handleDemand: () => bad as never });
      const producer = await system.start(Bad);
      const { pid } = producer;
      const sink = await system.start(collecting().definition);
      await sink.subscribe(producer as never, { cancel: "temporary" });
      await settle();
      const reason = deaths.get(pid!) as { error: { message: string } };
      const rule = "Cannot run the stage Bad: a handler of a stage that produces gives [events, next state]";
      assertEquals([reason.error.message.startsWith(rule), sink.alive], [true, true]);
    }
  }, 3);
});

Deno.test("Stage: children of a DynamicSupervisor are stages, typed", async () => {
  await fairly(async ({ system, settle }) => {
    const workers = await system.start(DynamicSupervisor.define());
    const { definition } = counting({ idle: true });
    const producer = await workers.startChild(definition.child());
    const sink = collecting();
    const consumer = await workers.startChild(sink.definition.child({ restart: "temporary" }));
    await consumer.subscribe(producer);
    producer.cast("emit", 2);
    await settle();
    assertEquals(sink.seen, [0, 1]);
  });
});

Deno.test("Stage: types hold from producer to consumer", async () => {
  await fairly(async ({ system }) => {
    const notifier = await system.start(Notifier);
    const words = await system.start(Words);
    const waiting = notifier.call("waiting");
    assertType<IsExact<typeof waiting, Promise<number>>>(true);
    const all = words.call("all");
    assertType<IsExact<typeof all, Promise<readonly string[]>>>(true);
    assertType<typeof words extends StageRef<string, never, infer _Calls, infer _Casts> ? true : false>(true);
    const Lengths = ProducerConsumer.define({
      name: "Lengths",
      init: () => 0,
      handleEvents: (state, events: readonly string[]) => [events.map(({ length }) => length), state],
    });
    const lengths = await system.start(Lengths);
    const read = () => lengths.toAsyncIterable();
    assertType<IsExact<ReturnType<typeof read>, AsyncGenerator<number, void, undefined>>>(true);
    const wrong = () => {
      // @ts-expect-error: a consumer of texts takes no numbers
      void words.subscribe(lengths);
      // @ts-expect-error: a producer takes nothing
      void notifier.subscribe(lengths);
      // @ts-expect-error: no such call
      void words.call("none");
      // @ts-expect-error: the payload is a text
      notifier.cast("shout", 5);
    };
    assertEquals(typeof wrong, "function");
    await Promise.all([waiting, all]);
  });
});

Deno.test("Stage: a definition that is none is refused, by name of what is wrong", () => {
  const good = { name: "G", init: () => 0, handleDemand: () => [[], 0], handleEvents: () => 0 };
  const bad: [object, string][] = [
    [{ ...good, handleDemand: 1 }, "Cannot define a producer: handleDemand is a function, got 1"],
    [{ ...good, init: undefined }, "init is a function"],
    [{ ...good, buffer: { size: -1 } }, "the size of a buffer is a whole number from 0 up, or Infinity, got -1"],
    [{ ...good, buffer: { keep: "all" } }, "a buffer keeps first or last"],
    [{ ...good, demand: "later" }, "demand is forward or accumulate"],
    [{ ...good, dispatcher: "demand" }, "dispatcher is a function"],
    [{ ...good, calls: { $x: () => 0 } }, "kinds of calls and casts that begin with $ are those of stages"],
    [{ ...good, casts: { x: 1 } }, "the handler of x is a function, got 1"],
    [{ ...good, name: "" }, "name is a text"],
    [{ ...good, handleInfo: 5 }, "handleInfo is a function"],
  ];
  for (const [spec, rule] of bad) assertThrows(() => Producer.define(spec as never), ArgumentError, rule);
  assertThrows(() => Consumer.define({ ...good, handleEvents: 1 } as never), ArgumentError, "define a consumer");
  assertThrows(
    () => ProducerConsumer.define(null as never),
    ArgumentError,
    "define a producer-consumer: it is an object",
  );
});

Deno.test("Stage: what nobody handles is an event, and nothing else", async () => {
  await fairly(async ({ system, settle }) => {
    const producer = await system.start(Notifier);
    const unhandled: unknown[] = [];
    using _ = system.events.subscribe((event) => "message" in event && unhandled.push(event.message), {
      types: ["message.unhandled"],
    });
    system.send(producer.pid!, "odd");
    await subscribed(system, collecting(), producer as never);
    await settle();
    assertEquals([unhandled, producer.alive], [["odd"], true]);
  });
});
