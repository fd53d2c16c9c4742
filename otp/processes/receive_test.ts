import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError } from "./errors.ts";
import { patternMatcher } from "./receive.ts";
import { drain, exitsOf, idle, inWorlds } from "./testdata/worlds.ts";

const is = (wanted: unknown) => (message: unknown) => message === wanted;

Deno.test("case 60: a selective receive takes the oldest that matches; the others keep place and order", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    for (const message of [1, "a", 2, "b", 3, "c"]) me.send(me.pid, message);
    const text = (message: unknown): message is string => typeof message === "string";
    assertEquals([await me.receive(text), await me.receive(is(3)), await me.receive(text)], ["a", 3, "b"]);
    await settle();
    assertEquals(await drain(me), [1, 2, "c"]);
  });
});

Deno.test("case 60: taking the first, a middle one or the last leaves a mailbox that still takes messages", async () => {
  await inWorlds(async ({ system }) => {
    for (const wanted of [0, 1, 2, 3]) {
      const me = system.attach();
      for (let n = 0; n <= 3; n++) me.send(me.pid, n);
      assertEquals(await me.receive(is(wanted)), wanted);
      me.send(me.pid, 4);
      assertEquals(me.mailboxLength, 4);
      assertEquals(await drain(me), [0, 1, 2, 3, 4].filter((n) => n !== wanted));
    }
  }, 3);
});

Deno.test("case 61: nothing matches: it waits, a later match wakes it, the next receive sees the skipped ones", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const log: unknown[] = [];
    const pid = system.spawn(async (self) => {
      log.push(await self.receive(is("wanted")));
      for (;;) log.push(await self.receive());
    });
    for (const message of ["x", "y"]) system.send(pid, message);
    await advance(60_000);
    assertEquals(log, []);
    system.send(pid, "z");
    system.send(pid, "wanted");
    await settle();
    assertEquals(log, ["wanted", "x", "y", "z"]);
  });
});

Deno.test("case 61: while it waits, a message that was looked at is not looked at again", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  const looked: unknown[] = [];
  const waiting = me.receive((message) => looked.push(message) > 3);
  for (const message of ["a", "b", "c", "d"]) {
    me.send(me.pid, message);
    await simulation.settle();
  }
  assertEquals(await waiting, "d");
  assertEquals(looked, ["a", "b", "c", "d"]);
});

Deno.test("case 63: message by message, in order of age: age beats the order of the alternatives", async () => {
  await inWorlds(async ({ system }) => {
    const me = system.attach();
    for (const message of ["second", "first"]) me.send(me.pid, message);
    const either = (message: unknown) => ["first", "second"].includes(message as string);
    assertEquals([await me.receive(either), await me.receive(either)], ["second", "first"]);
  }, 5);
});

Deno.test("case 63: a test that throws fails the receive and leaves the message where it is", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    me.send(me.pid, "harmless");
    me.send(me.pid, null);
    const field = (message: unknown) => (message as { deep: { field: boolean } }).deep?.field;
    await assertRejects(() => me.receive(field), TypeError, "null");
    assertEquals(me.mailboxLength, 2);
    assertEquals(await drain(me), ["harmless", null]);

    const exits = exitsOf(system);
    const pid = system.spawn((self) => self.receive(field));
    system.send(pid, null);
    await settle();
    assertEquals((exits.get(pid) as { error: { name: string } }).error.name, "TypeError");
  });
});

Deno.test("receive() of a pattern matches by the fields it names, as deep as it goes", async () => {
  await inWorlds(async ({ system }) => {
    const me = system.attach();
    const messages = [{ type: "b" }, { type: "a", at: { x: 1, y: 2 } }, { type: "a", at: { x: 1, y: 3, z: 4 } }];
    for (const message of messages) me.send(me.pid, message);
    const found = await me.receive({ type: "a", at: { x: 1, y: 3 } });
    const type: "a" = found.type; // typed by the pattern
    assertEquals([type, found], ["a", messages[2]]);
    assertEquals(await drain(me), messages.slice(0, 2));
  }, 3);
});

Deno.test("patternMatcher() compares by Object.is, and matches nothing that is no object", () => {
  const same = (pattern: { [key: string]: unknown }, message: unknown) => patternMatcher(pattern)(message);
  assertEquals(same({ n: NaN }, { n: NaN }), true);
  assertEquals(same({ n: 0 }, { n: -0 }), false);
  assertEquals(same({ n: null }, { n: null }), true);
  assertEquals(same({ n: null }, {}), false);
  assertEquals(same({ n: { m: 1 } }, { n: null }), false);
  assertEquals(same({ n: { m: 1 } }, { n: 5 }), false);
  assertEquals(same({}, {}), true);
  assertEquals(same({ list: [1] }, { list: [1] }), true);
  assertEquals(same({ list: [2] }, { list: [1] }), false);
  assertEquals([same({ length: 3 }, "abc"), same({}, null), same({}, 5)], [false, false, false]);
});

Deno.test("receive() while another waits is refused, and the first goes on", async () => {
  await inWorlds(async ({ system }) => {
    const me = system.attach();
    const first = me.receive();
    assertThrows(
      () => void me.receive(),
      ArgumentError,
      `Cannot receive: ${me.pid} waits in one receive at a time`,
    );
    me.send(me.pid, "for the first");
    assertEquals(await first, "for the first");
    me.send(me.pid, "and the next");
    assertEquals(await me.receive(), "and the next");
  }, 3);
});

Deno.test("receive() inside its own test is refused, and fails the receive", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  me.send(me.pid, "x");
  await assertRejects(() => me.receive(() => me.receive() !== undefined), ArgumentError, "one receive at a time");
  assertEquals(await drain(me), ["x"]);
});

Deno.test("receive() refuses a time-out or a match that is none", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  for (const timeoutMs of [-1, NaN, "5" as never, null as never]) {
    assertThrows(
      () => void me.receive(undefined, { timeoutMs }),
      ArgumentError,
      "Cannot receive: timeoutMs is a number of milliseconds from 0 up, got ",
    );
  }
  for (const match of ["text", 5, null, true]) {
    assertThrows(
      () => void me.receive(match as never),
      ArgumentError,
      "Cannot receive: what to wait for is a pattern or a test, got ",
    );
  }
  me.send(me.pid, "fine");
  assertEquals(await me.receive(), "fine");
});

Deno.test("receive() whose test sends to its own process looks at that message too", async () => {
  await inWorlds(async ({ system }) => {
    const me = system.attach();
    let sent = false;
    me.send(me.pid, "x");
    const got = await me.receive((message) => {
      if (!sent) me.send(me.pid, "y");
      sent = true;
      return message === "y";
    });
    assertEquals(got, "y");
  }, 3);
});

Deno.test("receive() whose test ends its own process leaves it dead", async () => {
  await inWorlds(async ({ system, settle }) => {
    for (const wanted of [true, false, undefined]) {
      const me = system.attach();
      const exits = exitsOf(system);
      let answered = false;
      me.send(me.pid, "x");
      me.receive(() => {
        system.exit(me.pid, "by its own test");
        if (wanted === undefined) throw new Error("And it throws");
        return wanted;
      }).then(() => answered = true, () => answered = true);
      await settle();
      assertEquals([me.alive, exits.get(me.pid), answered], [false, "by its own test", false]);
    }
  }, 3);
});

Deno.test("receive() of a dead process never goes on", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  simulation.system.exit(me.pid, "boom");
  let settled = false;
  me.receive(undefined, { timeoutMs: 0 }).finally(() => settled = true);
  await simulation.advance(60_000);
  assertEquals(settled, false);
});

Deno.test("receive() shows no current message while it waits", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const pid = system.spawn(async (self) => {
    await self.receive();
    await self.receive();
    await idle();
  });
  const current = () => processInfo(system, pid)!.currentMessage?.message;
  system.send(pid, "one");
  await simulation.settle();
  assertEquals([current(), processInfo(system, pid)!.status], [undefined, "waiting"]);
  system.send(pid, "two");
  await simulation.settle();
  assertEquals([current(), processInfo(system, pid)!.status], ["two", "busy"]);
});

Deno.test("receive() gets exit signals and DOWN like any message, by age", async () => {
  await inWorlds(async ({ system }) => {
    const me = system.attach();
    me.trapExit = true;
    me.send(me.pid, "before");
    const pid = me.spawnLink((self) => self.exit("boom"));
    const { reason } = await me.receive({ type: "EXIT", pid });
    assertEquals([reason, await drain(me)], ["boom", ["before"]]);
  }, 5);
});
