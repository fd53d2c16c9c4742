import { assertEquals } from "@std/assert";
import { sys } from "../introspection/sys.ts";
import { Simulation } from "../simulation/simulation.ts";
import { runtimeOf } from "./host.ts";
import { drain, inWorlds } from "./testdata/worlds.ts";

const is = (wanted: unknown) => (message: unknown) => message === wanted;

Deno.test("case 62: after 0 looks through the whole mailbox once, and only then gives up", async () => {
  await inWorlds(async ({ system }) => {
    const me = system.attach();
    assertEquals(await me.receive(undefined, { timeoutMs: 0 }), undefined);
    for (let n = 0; n < 100; n++) me.send(me.pid, n);
    assertEquals(await me.receive(is(99), { timeoutMs: 0 }), 99);
    const looked: unknown[] = [];
    assertEquals(await me.receive((message) => looked.push(message) < 0, { timeoutMs: 0 }), undefined);
    assertEquals(looked, Array.from({ length: 99 }, (_, n) => n));
    assertEquals(me.mailboxLength, 99);
  }, 5);
});

Deno.test("case 64: a match before the deadline is taken, and the time-out never comes", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const log: unknown[] = [];
    const pid = system.spawn(async (self) => {
      log.push(await self.receive(is("wanted"), { timeoutMs: 100 }));
      log.push(await self.receive(is("never"), { timeoutMs: 1000 }));
    });
    await settle();
    system.send(pid, "other");
    await advance(99);
    assertEquals(log, []);
    system.send(pid, "wanted");
    await advance(1); // the moment of the first deadline
    assertEquals(log, ["wanted"]);
    await advance(998);
    assertEquals(log, ["wanted"]);
    await advance(1);
    assertEquals(log, ["wanted", undefined]);
    assertEquals(runtimeOf(system).timers.size, 0);
  });
});

Deno.test("case 64: without a match it gives undefined when the time is up, not before, and leaves the mailbox", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    let given: unknown = "waiting";
    me.receive(is("wanted"), { timeoutMs: 100 }).then((message) => given = message);
    me.send(me.pid, "other");
    await settle();
    await advance(99);
    assertEquals(given, "waiting");
    await advance(1);
    assertEquals(given, undefined);
    me.send(me.pid, "wanted");
    assertEquals(await drain(me), ["other", "wanted"]);
  });
});

Deno.test("case 64: message and deadline of one moment: what was set first comes first", async () => {
  for (const messageFirst of [true, false]) {
    await inWorlds(async ({ system, settle, advance }) => {
      const me = system.attach();
      const tell = () => system.sendAfter(me.pid, "m", { delayMs: 100 });
      if (messageFirst) tell();
      let given: unknown = "waiting";
      me.receive(undefined, { timeoutMs: 100 }).then((message) => given = message);
      await settle();
      if (!messageFirst) tell();
      await advance(100);
      assertEquals(given, messageFirst ? "m" : undefined);
      assertEquals(me.mailboxLength, messageFirst ? 0 : 1);
    });
  }
});

Deno.test("case 64: a clock that jumps far gives message and deadline in order of time", async () => {
  for (const [delayMs, expected] of [[99, "m"], [101, undefined]] as const) {
    await inWorlds(async ({ system, settle, advance }) => {
      const me = system.attach();
      let given: unknown = "waiting";
      me.receive(undefined, { timeoutMs: 100 }).then((message) => given = message);
      await settle();
      system.sendAfter(me.pid, "m", { delayMs });
      await advance(1_000_000);
      assertEquals(given, expected);
    }, 5);
  }
});

Deno.test("receive() whose time is up while others have turns takes only what came in time", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    // Woken by the same moment, this one sends before or after the deadline is noticed, as the seed has it.
    system.spawn(async (self) => {
      await self.receive(undefined, { timeoutMs: 100 });
      self.send(me.pid, "too late");
    });
    let given: unknown = "waiting";
    await settle();
    me.receive(undefined, { timeoutMs: 100 }).then((message) => given = message);
    await settle();
    await advance(100);
    assertEquals([given, me.mailboxLength], [undefined, 1]);
  });
});

Deno.test("receive() of one that is suspended is answered when it is resumed", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    for (const [message, expected] of [["m", "m"], ["other", undefined]]) {
      let given: unknown = "waiting";
      const pid = system.spawn(async (self) => {
        given = await self.receive(is("m"), { timeoutMs: 100 });
      });
      await settle();
      sys.suspend(system, pid);
      system.send(pid, message);
      await advance(1000);
      assertEquals(given, "waiting");
      sys.resume(system, pid);
      await settle();
      assertEquals(given, expected);
    }
  }, 5);
});

Deno.test("receive() with a time-out leaves no timer behind: answered, failed, or dead", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const { timers } = runtimeOf(system);
  const [answered, failed, dead, early] = [system.attach(), system.attach(), system.attach(), system.attach()];
  const options = { timeoutMs: 1000 };
  const got = answered.receive(undefined, options);
  const lost = failed.receive(() => {
    throw new Error("No");
  }, options).catch((error) => error.message);
  dead.receive(undefined, options);
  await simulation.settle();
  assertEquals(timers.size, 3);
  early.receive(undefined, options);
  system.exit(early.pid, "boom"); // before its first look
  for (const each of [answered, failed]) system.send(each.pid, "m");
  system.exit(dead.pid, "boom");
  assertEquals([await got, await lost], ["m", "No"]);
  assertEquals(timers.size, 0);
});
