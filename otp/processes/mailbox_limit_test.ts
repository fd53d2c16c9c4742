import { assertEquals, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { notebook } from "../testdata/world.ts";
import { ArgumentError, OverloadError } from "./errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import type { MailboxOptions, Overload } from "./mailbox_limit.ts";
import { drain, exitsOf, inWorlds, record } from "./testdata/worlds.ts";
import { runtimeOf } from "./host.ts";
import type { System } from "../system.ts";

Deno.test("maxMailbox: reject throws a typed error at the sender, and nothing that waits is lost", async () => {
  await inWorlds(async ({ system }) => {
    const full = system.attach({ maxMailbox: 2 }); // "reject" is the default
    const me = system.attach();
    system.send(full.pid, 1);
    me.send(full.pid, 2);
    const error = assertThrows(() => me.send(full.pid, 3), OverloadError);
    assertEquals([error.name, error.process, error.maxMailbox], ["OverloadError", full.pid, 2]);
    assertEquals(error.message, `Cannot send to ${full.pid}: at most 2 messages wait in its mailbox, and so many do`);
    assertThrows(() => system.send(full.alias(), 4), OverloadError);
    assertEquals(processInfo(system, full.pid)!.dropped, 2);
    assertEquals([await full.receive(), me.send(full.pid, 5)], [1, 5]); // room again
    assertEquals(await drain(full), [2, 5]);
  }, 3);
});

Deno.test("maxMailbox: a sender that does not catch the error dies of it", async () => {
  await inWorlds(async ({ system, settle }) => {
    const full = system.attach({ maxMailbox: 1 });
    const exits = exitsOf(system);
    const sender = system.spawn((self) => [1, 2].forEach((each) => self.send(full.pid, each)));
    await settle();
    assertEquals((exits.get(sender) as { error: { name: string } }).error.name, "OverloadError");
    assertEquals(await drain(full), [1]);
  }, 3);
});

Deno.test("maxMailbox: drop_newest keeps the oldest, drop_oldest the newest, silently for the sender", async () => {
  await inWorlds(async ({ system }) => {
    for (const [overload, kept] of [["drop_newest", [1, 2, 3]], ["drop_oldest", [4, 5, 6]]] as [Overload, number[]][]) {
      const full = system.attach({ maxMailbox: 3, overload });
      for (const each of [1, 2, 3, 4, 5, 6]) system.send(full.pid, each);
      const { mailboxLength, maxMailbox, dropped, handled } = processInfo(system, full.pid)!;
      assertEquals([mailboxLength, maxMailbox, dropped, handled], [3, 3, 3, 0]);
      assertEquals(await drain(full), kept);
    }
  }, 3);
});

Deno.test("maxMailbox: signals are never stopped: EXIT, DOWN, timers", async () => {
  for (const overload of ["reject", "drop_newest", "drop_oldest"] as const) {
    await inWorlds(async ({ system, advance }) => {
      const full = system.attach({ maxMailbox: 1, overload });
      const other = system.attach();
      full.trapExit = true;
      full.link(other.pid);
      const ref = full.monitor(other.pid);
      const timer = full.startTimer(full.pid, "wake", { delayMs: 10 });
      system.sendAfter(full.pid, "later", { delayMs: 20 });
      system.send(full.pid, "plain");
      other.sendExit(other.pid, "boom");
      await advance(20);
      assertEquals(await drain(full), [
        "plain",
        { type: "EXIT", pid: other.pid, reason: "boom" },
        { type: "DOWN", ref, pid: other.pid, reason: "boom" },
        { type: "timeout", ref: timer, message: "wake" },
        "later",
      ]);
    }, 3);
  }
});

Deno.test("maxMailbox: drop_oldest passes over signals, and takes the newest where only signals wait", async () => {
  await inWorlds(async ({ system }) => {
    const full = system.attach({ maxMailbox: 2, overload: "drop_oldest" });
    const down = (ref: string) => ({ type: "DOWN", ref, pid: "<0.99.0>", reason: "noproc" });
    const first = full.monitor("<0.99.0>");
    system.send(full.pid, "a");
    system.send(full.pid, "b"); // "a" goes, the DOWN stays
    const second = full.monitor("<0.99.0>");
    assertEquals(await drain(full), [down(first), "b", down(second)]);
    const [third, fourth] = [full.monitor("<0.99.0>"), full.monitor("<0.99.0>")];
    system.send(full.pid, "c");
    assertEquals(await drain(full), [down(third), down(fourth)]);
    assertEquals(processInfo(system, full.pid)!.dropped, 2);
  }, 3);
});

Deno.test("maxMailbox: drop_oldest does not disturb a selective receive", async () => {
  await inWorlds(async ({ system, settle }) => {
    const got: unknown[] = [];
    const pid = system.spawn(async (self) => {
      got.push(await self.receive((message) => message === "wanted"));
      while (true) got.push(await self.receive());
    }, { maxMailbox: 3, overload: "drop_oldest" });
    await settle();
    for (const each of [1, 2, 3]) system.send(pid, each);
    await settle(); // all three were looked at
    for (const each of [4, 5, 6, 7]) system.send(pid, each);
    system.send(pid, "wanted");
    await settle();
    assertEquals(got, ["wanted", 6, 7]);
  });
});

Deno.test("maxMailbox: a test of receive that sends to its own full mailbox does not move what it looks at", async () => {
  await inWorlds(async ({ system, settle }) => {
    const got: unknown[] = [];
    const pid = system.spawn(async (self) => {
      got.push(await self.receive((message) => self.send(self.pid, "own") === "own" && message === 2));
      got.push(self.mailboxLength, await self.receive());
    }, { maxMailbox: 2, overload: "drop_oldest" });
    for (const each of [1, 2]) system.send(pid, each);
    await settle();
    assertEquals(got, [2, 1, 1]);
  });
});

Deno.test("maxMailbox: an overload is told once, what it costs once a second, and relief when it is over", async () => {
  await inWorlds(async ({ system, advance }) => {
    const events = record(system, "mailbox.overloaded", "mailbox.dropped", "mailbox.relieved");
    const told = () =>
      events.splice(0).map((event) => {
        const { sequence: _sequence, pid: _pid, ...rest } = event as unknown as Record<string, unknown>;
        return rest;
      });
    const full = system.attach({ maxMailbox: 4, overload: "drop_newest" });
    const { pid } = full;
    for (let i = 0; i < 100_004; i++) system.send(pid, i);
    const time = system.now();
    assertEquals(told(), [{ type: "mailbox.overloaded", maxMailbox: 4, overload: "drop_newest", time }]);
    await advance(1000);
    assertEquals(told(), [{ type: "mailbox.dropped", count: 100_000, total: 100_000, time: time + 1000 }]);
    system.send(pid, "one more");
    await advance(1000);
    assertEquals(told(), [{ type: "mailbox.dropped", count: 1, total: 100_001, time: time + 2000 }]);
    await advance(5000); // still full, nothing dropped: nothing to tell, and no timer that would keep a program alive
    assertEquals([told(), timersOf(system)], [[], 0]);
    for (let i = 0; i < 3; i++) await full.receive();
    system.send(pid, "room again"); // half full
    await advance(1000);
    assertEquals(told(), [{ type: "mailbox.relieved", dropped: 100_001, durationMs: 8000, time: time + 8000 }]);
    await drain(full);
    for (let i = 0; i < 5; i++) system.send(pid, i);
    await drain(full);
    await advance(2000);
    assertEquals(told().map(({ type, dropped, total }) => [type, dropped ?? total]), [
      ["mailbox.overloaded", undefined],
      ["mailbox.dropped", 100_002],
      ["mailbox.relieved", 1],
    ]);
  }, 2);
});

Deno.test("maxMailbox: one that dies overloaded leaves no timer, and one warning was given", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const full = system.attach({ name: "inbox", label: "Inbox", maxMailbox: 1, overload: "drop_newest" });
  const dropped = record(system, "mailbox.dropped");
  for (let i = 0; i < 10; i++) system.send("inbox", i);
  assertEquals(logger.warnings, [
    `Inbox ${full.pid} (inbox) is overloaded (drop_newest): its mailbox is limited to 1`,
  ]);
  full.sendExit(full.pid, "normal");
  await simulation.settle();
  assertEquals(simulation.clock.nextAlarm, undefined);
  assertEquals(dropped.map((event) => event.type === "mailbox.dropped" && event.count), [9]); // told at its death
});

Deno.test("maxMailbox: a listener that kills the overloaded process on the spot", async () => {
  await inWorlds(async ({ system, advance }) => {
    for (const overload of ["reject", "drop_newest", "drop_oldest"] as const) {
      const full = system.attach({ maxMailbox: 1, overload });
      using _killer = system.events.subscribe(() => system.exit(full.pid, "kill"), { types: ["mailbox.overloaded"] });
      assertEquals([system.send(full.pid, 1), system.send(full.pid, 2)], [1, 2]);
      assertEquals(system.isAlive(full.pid), false);
      await advance(5000);
    }
  }, 2);
});

Deno.test("maxMailbox: without a limit nothing is dropped, and none is seen", async () => {
  await inWorlds(async ({ system }) => {
    for (const options of [{}, { maxMailbox: Infinity }, { overload: "drop_newest" }] as MailboxOptions[]) {
      const me = system.attach(options);
      for (let i = 0; i < 1000; i++) system.send(me.pid, i);
      const { mailboxLength, maxMailbox, dropped } = processInfo(system, me.pid)!;
      assertEquals([mailboxLength, maxMailbox, dropped], [1000, undefined, 0]);
    }
    await Promise.resolve();
  }, 1);
});

Deno.test("maxMailbox: what is no limit is refused where it is given", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  for (const maxMailbox of [0, -1, 1.5, NaN, "10", null]) {
    const options = { maxMailbox } as MailboxOptions;
    assertThrows(() => system.attach(options), ArgumentError, "maxMailbox is a whole number from 1 up, or Infinity");
    assertThrows(() => system.spawn(() => {}, options), ArgumentError, "Cannot spawn: maxMailbox");
  }
  const overload = "drop" as Overload;
  assertThrows(() => system.attach({ overload }), ArgumentError, 'drop_newest or drop_oldest, got "drop"');
  assertEquals(system.processCount, 0);
});

function timersOf(system: System): number {
  return runtimeOf(system).timers.size;
}
