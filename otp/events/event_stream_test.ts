import { ArgumentError } from "../argument_error.ts";
import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import type { Logger } from "../processes/reporter.ts";
import { nextTask } from "../processes/next_task.ts";
import { idle } from "../processes/testdata/worlds.ts";
import { Simulation } from "../simulation/simulation.ts";
import { VirtualClock } from "../simulation/virtual_clock.ts";
import type { SystemEvent } from "./event.ts";
import { System } from "../system.ts";
import { EventStream } from "./event_stream.ts";

function setUp() {
  const errors: unknown[] = [];
  const clock = new VirtualClock();
  const stream = new EventStream(clock, (error) => errors.push(error));
  const trace = (pid: `<0.${number}.0>`) => stream.emit({ type: "trace.started", pid });
  return { errors, clock, stream, trace };
}

const pidsOf = (events: SystemEvent[]) => events.map((event) => "pid" in event ? event.pid : undefined);

Deno.test("EventStream.subscribe() gets every event at once, in order, with sequence and time", async () => {
  const { clock, stream, trace } = setUp();
  const seen: SystemEvent[] = [];
  stream.subscribe((event) => seen.push(event));
  trace("<0.1.0>");
  assertEquals(seen, [{ type: "trace.started", pid: "<0.1.0>", sequence: 1, time: 0 }]);
  await clock.advance(5, nextTask);
  trace("<0.2.0>");
  assertEquals(seen[1], { type: "trace.started", pid: "<0.2.0>", sequence: 2, time: 5 });
  assertEquals(stream.sequence, 2);
});

Deno.test("EventStream.active is true while somebody listens, and nothing else", () => {
  const { stream } = setUp();
  assertFalse(stream.active);
  const [one, other] = [stream.subscribe(() => {}), stream.subscribe(() => {})];
  assert(stream.active);
  one.unsubscribe();
  one.unsubscribe();
  assert(stream.active);
  other[Symbol.dispose]();
  assertFalse(stream.active);
});

Deno.test("EventStream.subscribe() with a filter sees only those kinds, or that process, or both", () => {
  const { stream, trace } = setUp();
  const seen: string[] = [];
  stream.subscribe((event) => seen.push(`kind ${event.type}`), { types: ["trace.stopped", "rejection.unhandled"] });
  stream.subscribe(() => seen.push("process"), { pid: "<0.1.0>" });
  stream.subscribe(() => seen.push("both"), { pid: "<0.1.0>", types: ["trace.stopped"] });
  stream.subscribe(() => seen.push("none"), { types: [] });
  trace("<0.1.0>");
  trace("<0.2.0>");
  stream.emit({ type: "trace.stopped", pid: "<0.1.0>" });
  stream.emit({ type: "rejection.unhandled", reason: "x" }); // of no process
  assertEquals(seen, ["process", "kind trace.stopped", "process", "both", "kind rejection.unhandled"]);
});

Deno.test("EventStream: a listener that throws is reported and hurts no other", () => {
  const { errors, stream, trace } = setUp();
  const seen: string[] = [];
  stream.subscribe(() => {
    throw new Error("Bad listener");
  });
  stream.subscribe(() => seen.push("good"));
  trace("<0.1.0>");
  assertEquals([seen, errors.map((error) => (error as Error).message)], [["good"], ["Bad listener"]]);
});

Deno.test("EventStream: an async listener that rejects is reported, and is no rejection that nobody awaits", async () => {
  const { errors, stream, trace } = setUp();
  stream.subscribe(async () => {
    await Promise.resolve();
    throw new Error("Later");
  });
  trace("<0.1.0>");
  await nextTask();
  assertEquals(errors.map((error) => (error as Error).message), ["Later"]);
});

Deno.test("EventStream: who unsubscribes inside of a listener, itself or another, hears nothing more", () => {
  const { stream, trace } = setUp();
  const seen: string[] = [];
  const first = stream.subscribe(() => {
    seen.push("first");
    first.unsubscribe();
    second.unsubscribe();
  });
  const second = stream.subscribe(() => seen.push("second"));
  stream.subscribe(() => seen.push("third"));
  trace("<0.1.0>");
  trace("<0.2.0>");
  assertEquals(seen, ["first", "third", "third"]);
});

Deno.test("EventStream: who subscribes inside of a listener hears from the next event on", () => {
  const { stream, trace } = setUp();
  const seen: SystemEvent[] = [];
  const once = stream.subscribe(() => {
    once.unsubscribe();
    stream.subscribe((event) => seen.push(event));
  });
  trace("<0.1.0>");
  trace("<0.2.0>");
  assertEquals(pidsOf(seen), ["<0.2.0>"]);
});

Deno.test("EventStream: what a listener brings about is told to all after what it was told", () => {
  const { stream, trace } = setUp();
  const orders: SystemEvent[][] = [[], []];
  stream.subscribe((event) => {
    orders[0]!.push(event);
    if (pidsOf([event])[0] === "<0.1.0>") {
      trace("<0.2.0>");
      trace("<0.3.0>");
    }
  });
  stream.subscribe((event) => orders[1]!.push(event));
  trace("<0.1.0>");
  trace("<0.4.0>");
  for (const order of orders) {
    assertEquals(pidsOf(order), ["<0.1.0>", "<0.2.0>", "<0.3.0>", "<0.4.0>"]);
    assertEquals(order.map(({ sequence }) => sequence), [1, 2, 3, 4]);
  }
});

Deno.test("EventStream.subscribe() refuses a listener that is none", () => {
  const { stream } = setUp();
  for (const listener of [undefined, {}, "log"]) {
    assertThrows(
      () => stream.subscribe(listener as never),
      ArgumentError,
      `Cannot subscribe to events: the listener is a function, got ${JSON.stringify(listener)}`,
    );
  }
  assertFalse(stream.active);
});

Deno.test("EventStream of a System: a listener that throws is a warning, and the System goes on", async () => {
  const warnings: string[] = [];
  const logger: Logger = { crash() {}, warn: (text) => void warnings.push(text) };
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const subscription = system.events.subscribe(() => {
    throw Object.create(null); // not even an error
  });
  const pid = system.spawn(idle);
  subscription.unsubscribe();
  assertEquals(warnings, ['A listener of the event stream threw {"thrown":{}}']);
  assert(system.isAlive(pid));
});

Deno.test("EventStream of a System: a listener is code from outside, not of the process whose turn it is", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Counter = GenServer.define({
    name: "Counter",
    init: () => 5,
    calls: { value: (count) => [count, count] },
    casts: {
      register: (count, _: undefined, self) => (self.register("counter"), count),
      end: (_count, _: undefined, self) => self.exit("boom"),
    },
  });
  const [counter, other] = [await system.start(Counter), await system.start(Counter)];
  const answers: unknown[] = [];
  system.events.subscribe((event) => {
    // In the middle of the counter's turn; and after its end, still in its turn.
    if (event.type === "name.registered") counter.call("value").then((value) => answers.push(value));
    if (event.type === "process.exited") other.call("value").then((value) => answers.push(value));
  });
  counter.cast("register");
  await simulation.settle();
  assertEquals(answers, [5]);
  counter.cast("end");
  await simulation.settle();
  assertEquals(answers, [5, 5]);
});

Deno.test("EventStream of a System tells the life of a process, in order", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const seen: SystemEvent[] = [];
  system.events.subscribe((event) => seen.push(event));
  const me = system.attach({ name: "me" });
  const child = me.spawnLink((self) => {
    self.register("child");
    self.exit("boom");
  }, { label: "Child" });
  me.trapExit = true;
  await simulation.settle();
  const time = 0;
  assertEquals(seen, [
    {
      type: "process.started",
      pid: me.pid,
      parent: "<0.0.0>",
      name: "me",
      behaviour: "attached",
      module: "outside",
      sequence: 1,
      time,
    },
    { type: "process.started", pid: child, parent: me.pid, behaviour: "spawn", module: "Child", sequence: 2, time },
    { type: "link.added", pid: child, other: me.pid, sequence: 3, time },
    { type: "name.registered", pid: child, name: "child", sequence: 4, time },
    {
      type: "process.exited",
      pid: child,
      name: "child",
      reason: "boom",
      crashed: true,
      handled: 0,
      sequence: 5,
      time,
    },
  ]);
});

Deno.test("EventStream.subscriptions: who listens to what, and from where if that is kept", async () => {
  await using system = new System();
  const { events } = system;
  const first = events.subscribe(() => {}, { types: ["process.exited"], pid: "<0.1.0>" });
  events.keepsStacks = true;
  using _second = events.subscribe(() => {});
  const [one, other] = events.subscriptions;
  assertEquals([one?.types, one?.pid, one?.stack], [["process.exited"], "<0.1.0>", undefined]);
  assertEquals([other?.types, other?.pid, other?.stack?.includes("event_stream_test.ts")], [
    undefined,
    undefined,
    true,
  ]);
  first.unsubscribe();
  assertEquals(events.subscriptions.length, 1);
});
