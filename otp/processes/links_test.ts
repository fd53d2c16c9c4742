import { assert, assertEquals, assertFalse, assertThrows } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError } from "./errors.ts";
import { drain, exitsOf, idle, inWorlds, record } from "./testdata/worlds.ts";

Deno.test("case 31: linked, both list the other, and either dying of a crash takes the other along", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    for (const first of [0, 1]) {
      const both = [system.attach(), system.attach()] as const;
      both[0].link(both[1].pid);
      assertEquals([both[0].links, both[1].links], [[both[1].pid], [both[0].pid]]);
      system.exit(both[first]!.pid, { boom: first });
      await settle();
      assertEquals(both.map(({ pid }) => exits.get(pid)), [{ boom: first }, { boom: first }]);
    }
  }, 3);
});

Deno.test("case 32: linking twice makes one link, one unlink removes it, one EXIT at most", async () => {
  await inWorlds(async ({ system, settle }) => {
    const [me, twice, undone] = [system.attach(), system.attach(), system.attach()];
    me.trapExit = true;
    for (const other of [twice, undone]) {
      me.link(other.pid);
      me.link(other.pid);
      other.link(me.pid);
    }
    assertEquals([me.links, twice.links], [[twice.pid, undone.pid], [me.pid]]);
    me.unlink(undone.pid);
    assertEquals([me.links, undone.links], [[twice.pid], []]);
    for (const other of [twice, undone]) system.exit(other.pid, "boom");
    await settle();
    assertEquals(await drain(me), [{ type: "EXIT", pid: twice.pid, reason: "boom" }]);
  }, 3);
});

Deno.test("case 33: the normal end of A leaves a linked B alive, and the link is gone", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const b = system.attach();
    b.spawnLink(() => {});
    assertEquals(b.links.length, 1);
    await settle();
    await advance(60_000);
    assertEquals([b.alive, b.links, b.mailboxLength], [true, [], 0]);
  });
});

Deno.test("case 34: a link to a dead pid gives one that traps the message noproc, and is no link", async () => {
  await inWorlds(async ({ system, settle }) => {
    const pid = system.spawn(() => {});
    await settle();
    const me = system.attach();
    me.trapExit = true;
    me.link(pid);
    me.link("<0.4711.0>");
    await settle();
    assertEquals(await drain(me), [
      { type: "EXIT", pid, reason: "noproc" },
      { type: "EXIT", pid: "<0.4711.0>", reason: "noproc" },
    ]);
    assertEquals(me.links, []);
  }, 3);
});

Deno.test("case 34: a link to a dead pid ends one that does not trap, with noproc", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    const me = system.attach();
    me.link("<0.4711.0>");
    await settle();
    assertEquals([me.alive, exits.get(me.pid)], [false, "noproc"]);
  }, 3);
});

Deno.test("case 35: either side may unlink; where there is no link nothing happens", async () => {
  await inWorlds(async ({ system, settle }) => {
    const [a, b, dead] = [system.attach(), system.attach(), system.attach()];
    system.exit(dead.pid, "shutdown");
    a.link(b.pid);
    b.unlink(a.pid);
    assertEquals([a.links, b.links], [[], []]);
    const events = record(system);
    a.unlink(b.pid);
    a.unlink(dead.pid);
    a.unlink(a.pid);
    a.unlink("<0.4711.0>");
    assertEquals(events, []);
    system.exit(a.pid, "boom");
    await settle();
    assert(b.alive);
  }, 3);
});

Deno.test("case 36: after unlink the peer's death sends nothing; an EXIT that is there stays", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    me.trapExit = true;
    const [before, after] = [me.spawnLink(idle), me.spawnLink(idle)];
    await settle();
    system.exit(before, "boom");
    me.unlink(before);
    me.unlink(after);
    system.exit(after, "boom");
    await advance(60_000);
    assertEquals(await drain(me), [{ type: "EXIT", pid: before, reason: "boom" }]);
  });
});

Deno.test("case 36: after unlink of a peer that is just dying nothing is sent either", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const [a, b] = [system.spawn(idle), me.spawnLink(idle)];
    system.events.subscribe((event) => {
      if (event.type !== "process.exited" || event.pid !== a) return;
      system.exit(b, "boom"); // waits until a is buried
      me.unlink(b);
    });
    system.exit(a, "boom");
    await settle();
    assert(me.alive);
  }, 1);
});

Deno.test("case 37: spawnLink is atomic: the child's reason arrives, never noproc", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    const parent = system.spawn((self) => {
      self.trapExit = true;
      const child = self.spawnLink((child) => child.exit("at once"));
      return self.receive().then((message) => me.send(me.pid, [child, message]));
    });
    const direct = me.spawnLink((child) => child.exit("at once"));
    await settle();
    assertFalse(system.isAlive(parent));
    const got = await drain(me);
    assertEquals(got.length, 2);
    for (const message of got) {
      if (!Array.isArray(message)) assertEquals(message, { type: "EXIT", pid: direct, reason: "at once" });
      else assertEquals(message[1], { type: "EXIT", pid: message[0], reason: "at once" });
    }
  });
});

Deno.test("case 38: a crash goes down a chain of links until one traps", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    for (const trapExit of [false, true]) {
      const [a, b, c] = [system.attach(), system.attach(), system.attach()];
      a.link(b.pid);
      b.link(c.pid);
      b.trapExit = trapExit;
      system.exit(a.pid, "boom");
      await settle();
      if (!trapExit) assertEquals([exits.get(b.pid), exits.get(c.pid)], ["boom", "boom"]);
      else {
        assertEquals(await drain(b), [{ type: "EXIT", pid: a.pid, reason: "boom" }]);
        assertEquals([b.alive, c.alive, c.links], [true, true, [b.pid]]);
      }
    }
  }, 3);
});

Deno.test("link() to itself is no link", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  me.link(me.pid);
  assertEquals([me.alive, me.links], [true, []]);
});

Deno.test("link() and unlink() refuse what is no pid", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach({ name: "me" });
  assertThrows(() => me.link("me" as never), ArgumentError, 'Cannot link: it takes a pid, got "me"');
  assertThrows(() => me.unlink("me" as never), ArgumentError, 'Cannot unlink: it takes a pid, got "me"');
  assertThrows(() => me.link("<0.x.0>" as never), ArgumentError, 'a pid is written <0.12.0>, got "<0.x.0>"');
  assertThrows(() => me.link(undefined as never), ArgumentError, "it is known by a pid or a name, got undefined");
  assert(me.alive);
});

Deno.test("link() and unlink() are events, once for each change", async () => {
  await using simulation = new Simulation();
  const [a, b] = [simulation.system.attach(), simulation.system.attach()];
  const events = record(simulation.system);
  a.link(b.pid);
  b.link(a.pid);
  b.unlink(a.pid);
  b.unlink(a.pid);
  const [time] = [0];
  assertEquals(events, [
    { type: "link.added", pid: a.pid, other: b.pid, sequence: 1, time },
    { type: "link.removed", pid: b.pid, other: a.pid, sequence: 2, time },
  ]);
});
