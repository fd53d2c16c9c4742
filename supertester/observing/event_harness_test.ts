import { assertEquals, AssertionError, assertRejects } from "@std/assert";
import { ArgumentError, GenServer, type System } from "@superlearner/otp";
import { isolated } from "../isolation/isolated.ts";
import { captureEvents, observeEvents } from "./event_harness.ts";

const Chain = GenServer.define({
  name: "Chain",
  init: () => 0,
  casts: {
    end: (n, left: number, self) => {
      if (left === 0) self.exit("normal");
      Chain.at(self, self.pid).cast("end", left - 1);
      return n;
    },
  },
});

const asleep = () => new Promise(() => {});
const exitOf = (system: System, name: string) => system.exit(system.spawn(asleep, { name }), "kill");

Deno.test(
  "EventHarness.expect: what was seen, and what comes in time",
  isolated(async (t) => {
    const events = t.events("process.exited");
    exitOf(t.system, "first");
    assertEquals(await events.expect({ name: "first" }), events.seen[0]);
    t.system.sendAfter("second", "end", { delayMs: 500 });
    t.system.spawn(async (self) => void await self.receive(), { name: "second" });
    await events.expect({ name: "second", reason: "normal" });
    assertEquals(t.system.now(), 500);
    await assertRejects(
      () => events.expect({ name: "third" }, { timeoutMs: 10 }),
      AssertionError,
      'Expected an event matching {"name":"third"} within 10 ms, but none came\nLast seen were:\n',
    );
    await assertRejects(() => events.expect({ name: "third", reason: "killed" }), AssertionError, "Nearest were:");
  }, { clock: "virtual" }),
);

Deno.test(
  "D24: a count is exact, 0 included, once nothing is left to do",
  isolated(async (t) => {
    const events = t.events({ type: "process.exited", crashed: true });
    await events.expectCount(0, {});
    for (const name of ["a", "b"]) exitOf(t.system, name);
    await events.expectCount(2, {});
    await events.expectCount(1, { name: "a" });
    for (const wrong of [0, 1, 3]) {
      await assertRejects(
        () => events.expectCount(wrong, {}),
        AssertionError,
        `Expected ${wrong} events matching {}, but there were 2`,
      );
    }
    await assertRejects(() => events.expectCount(-1, {}), ArgumentError, "a whole number from 0 up");
    events.clear();
    await events.expectCount(0, {});
  }),
);

Deno.test(
  "EventHarness.refute: after what is under way, without waiting for it by the clock",
  isolated(async (t) => {
    const events = t.events();
    const chain = await t.start(Chain);
    await events.refute("process.exited");
    chain.cast("end", 20);
    await assertRejects(() => events.refute("process.exited"), AssertionError, "but there were 1\nNearest were:");
  }),
);

Deno.test(
  "D25: observing makes no events, and any number may observe",
  isolated(async (t) => {
    const [one, other] = [observeEvents(t.system), observeEvents(t.system)];
    exitOf(t.system, "a");
    await one.expectCount(2, {});
    assertEquals(one.seen, other.seen);
    one[Symbol.dispose]();
    exitOf(t.system, "b");
    assertEquals([one.seen.length, other.seen.length], [2, 4]);
    other[Symbol.dispose]();
  }, { trace: false }),
);

Deno.test(
  "captureEvents: what a function brings about, messages where they are asked for",
  isolated(async (t) => {
    const Server = GenServer.define({ name: "Server", init: () => 0, casts: { work: (n) => n + 1 } });
    const server = await t.start(Server);
    const { result, events } = await captureEvents(t.system, () => {
      server.cast("work");
      return 7;
    }, { pattern: "message.handled" });
    assertEquals([result, events.map(({ type }) => type)], [7, ["message.handled"]]);
    const all = await captureEvents(t.system, () => server.cast("work"), { messages: true });
    assertEquals(all.events.map(({ type }) => type).filter((type) => type.startsWith("message.")), [
      "message.received",
      "message.taken",
      "message.handled",
    ]);
  }, { trace: false }),
);
