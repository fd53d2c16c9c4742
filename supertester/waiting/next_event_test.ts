import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError, GenServer, System } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { nextEvent } from "./next_event.ts";
import { WaitError } from "./wait_error.ts";

const asleep = () => new Promise(() => {});

Deno.test("nextEvent: the next of its type that is wanted; one before counts from a position on", async () => {
  await using system = new System();
  Chronicle.of(system);
  const { sequence } = system.events;
  const first = system.spawn(asleep, { name: "first" });
  const waiting = nextEvent(system, "process.started", { where: ({ name }) => name === "third" });
  system.spawn(asleep, { name: "second" });
  const third = system.spawn(asleep, { name: "third" });
  assertEquals((await waiting).pid, third);
  assertEquals((await nextEvent(system, "process.started", { after: sequence, timeoutMs: 0 })).pid, first);
  await assertRejects(
    () => nextEvent(system, "process.started", { timeoutMs: 0 }),
    WaitError,
    "an event process.started",
  );
});

Deno.test("nextEvent: messages are events while one of them is waited for", async () => {
  await using system = new System();
  const Counter = GenServer.define({ name: "Counter", init: () => 0, casts: { add: (count, n: number) => count + n } });
  const counter = await system.start(Counter);
  const handled = nextEvent(system, "message.handled", { where: ({ pid }) => pid === counter.pid });
  counter.cast("add", 3);
  assertEquals((await handled).state, 3);
});

Deno.test("nextEvent: what is no type or no test is refused", async () => {
  await using system = new System();
  await assertRejects(() => nextEvent(system, 7 as unknown as "node.up"), ArgumentError, "the type is a text");
  const where = "all" as unknown as () => boolean;
  await assertRejects(() => nextEvent(system, "node.up", { where }), ArgumentError, "where is a function");
});
