import { assert, assertEquals, assertFalse } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { ROOT_PID } from "./pid.ts";
import { drain, exitsOf, idle, inWorlds, record } from "./testdata/worlds.ts";

Deno.test("case 19: exit(B, R) kills a process that does not trap, with exactly R", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const exits = exitsOf(system);
    for (const reason of ["boom", "shutdown", "killed", "noproc", { shutdown: 1 }, { any: { thing: [1] } }]) {
      const pid = system.spawn(idle);
      await settle();
      me.sendExit(pid, reason);
      await settle();
      assertFalse(system.isAlive(pid));
      assertEquals(exits.get(pid), reason);
    }
    assert(me.alive);
  }, 3);
});

Deno.test("case 20: exit(B, normal) from another process is ignored where B does not trap", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    const pid = system.spawn(idle);
    const fresh = system.spawn(idle);
    me.sendExit(fresh, "normal"); // before it has run a line
    await settle();
    me.sendExit(pid, "normal");
    system.exit(pid, "normal");
    await advance(60_000);
    assertEquals([system.isAlive(pid), system.isAlive(fresh)], [true, true]);
    assertEquals(processInfo(system, pid)?.mailboxLength, 0);
  });
});

Deno.test("case 21: exit(B, normal) is a message where B traps", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const b = system.attach();
    b.trapExit = true;
    me.sendExit(b.pid, "normal");
    system.exit(b.pid, "normal");
    await settle();
    assertEquals(await drain(b), [
      { type: "EXIT", pid: me.pid, reason: "normal" },
      { type: "EXIT", pid: ROOT_PID, reason: "normal" },
    ]);
  });
});

Deno.test("case 22: exit(self, normal) ends a process that does not trap", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    const after: boolean[] = [];
    const pid = system.spawn(async (self) => {
      self.sendExit(self.pid, "normal");
      after.push(self.alive);
      await idle();
    });
    await settle();
    assertEquals([exits.get(pid), after], ["normal", [false]]);
  });
});

Deno.test("case 22: exit(self, normal) is a message where the process traps", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    me.sendExit(me.pid, "normal");
    me.sendExit(me.pid, "boom");
    await settle();
    assertEquals(await drain(me), [
      { type: "EXIT", pid: me.pid, reason: "normal" },
      { type: "EXIT", pid: me.pid, reason: "boom" },
    ]);
  }, 3);
});

Deno.test("case 23: exit(B, kill) ends B, trapping or not, and all see killed", async () => {
  await inWorlds(async ({ system, settle }) => {
    for (const trapExit of [false, true]) {
      const me = system.attach();
      me.trapExit = true;
      const b = system.attach();
      b.trapExit = trapExit;
      const linked = b.spawnLink(idle);
      me.link(b.pid);
      const exits = exitsOf(system);
      const ref = me.monitor(b.pid);
      system.exit(b.pid, "kill");
      await settle();
      assertEquals([exits.get(b.pid), exits.get(linked)], ["killed", "killed"]);
      assertEquals(await drain(me), [
        { type: "EXIT", pid: b.pid, reason: "killed" },
        { type: "DOWN", ref, pid: b.pid, reason: "killed" },
      ]);
    }
  }, 5);
});

Deno.test("case 23: a process may kill itself, trapping or not", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const exits = exitsOf(system);
  for (const trapExit of [false, true]) {
    const me = system.attach();
    me.trapExit = trapExit;
    me.sendExit(me.pid, "kill");
    assertEquals([me.alive, exits.get(me.pid)], [false, "killed"]);
  }
});

Deno.test("case 24: one that traps and is linked to one that is killed gets a message and lives", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    me.trapExit = true;
    const pid = me.spawnLink(idle);
    system.exit(pid, "kill");
    await settle();
    assertEquals(await drain(me), [{ type: "EXIT", pid, reason: "killed" }]);
    await advance(60_000);
    assert(me.alive);
  });
});

Deno.test("case 24: a process that exits with kill by itself is no kill signal for its links", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    const me = system.attach();
    me.trapExit = true;
    const pid = me.spawnLink((self) => self.exit("kill"));
    const gate = system.attach();
    const other = gate.spawnLink((self) => self.exit("kill"));
    await settle();
    assertEquals(await drain(me), [{ type: "EXIT", pid, reason: "kill" }]);
    assertEquals([exits.get(pid), exits.get(other), exits.get(gate.pid)], ["kill", "kill", "kill"]);
  });
});

Deno.test("case 25: exit(B, R) is a message where B traps; no link is needed and none is removed", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const b = system.attach();
    b.trapExit = true;
    me.sendExit(b.pid, "not linked");
    me.link(b.pid);
    me.sendExit(b.pid, { now: "linked" });
    await settle();
    assertEquals(await drain(b), [
      { type: "EXIT", pid: me.pid, reason: "not linked" },
      { type: "EXIT", pid: me.pid, reason: { now: "linked" } },
    ]);
    assertEquals([me.links, b.links], [[b.pid], [me.pid]]);
  });
});

Deno.test("case 26: exit of a dead pid is true and has no effect", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(() => {});
    await settle();
    const events = record(system);
    assertEquals(system.exit(pid, "boom"), true);
    assertEquals(system.exit(pid, "kill"), true);
    assertEquals(system.exit("<0.4711.0>", "boom"), true);
    assertEquals(system.exit("nobody", "boom"), true);
    me.sendExit(pid, "boom");
    await settle();
    assertEquals([events, me.alive], [[], true]);
  }, 3);
});

Deno.test("case 27: exit(B, R) tells nothing of B's end; a monitor does, a trapping B lives on", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const b = system.attach();
    b.trapExit = true;
    const ref = me.monitor(b.pid);
    assertEquals(system.exit(b.pid, "boom"), true);
    await settle();
    assertEquals([b.alive, me.mailboxLength], [true, 0]);
    b.trapExit = false;
    assertEquals(system.exit(b.pid, "boom"), true);
    await settle();
    assertEquals(await drain(me), [{ type: "DOWN", ref, pid: b.pid, reason: "boom" }]);
  }, 3);
});

Deno.test("case 28: of several exit signals the first that kills decides", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(idle);
    const ref = me.monitor(pid);
    for (const reason of ["normal", "first", "second", "kill"]) system.exit(pid, reason);
    await settle();
    assertEquals(await drain(me), [{ type: "DOWN", ref, pid, reason: "first" }]);
  });
});

Deno.test("case 29: on death name, timers, links, monitors and mailbox are gone", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    me.trapExit = true;
    const pid = me.spawnLink(idle, { name: "worker" });
    const ref = me.monitor(pid);
    const timer = me.sendAfter(pid, "late", { delayMs: 1000 });
    const ticks = me.sendInterval(pid, "tick", { delayMs: 1000 });
    me.send(pid, "never taken");
    await settle();
    system.exit(pid, "boom");
    assertEquals([system.whereis("worker"), system.isAlive(pid), system.names], [undefined, false, []]);
    assertEquals([me.cancelTimer(timer), me.readTimer(ticks)], [false, false]);
    assertEquals([me.links, processInfo(system, me.pid)?.monitors], [[], []]);
    assertEquals(processInfo(system, pid)?.mailboxLength, 0);
    system.exit(pid, "again");
    await advance(10_000);
    assertEquals(await drain(me), [
      { type: "EXIT", pid, reason: "boom" },
      { type: "DOWN", ref, pid, reason: "boom" },
    ]);
    const next = system.spawn(idle, { name: "worker" });
    assertEquals([system.whereis("worker"), next === pid], [next, false]);
  });
});

Deno.test("case 30: one that is killed while it receives runs neither catch nor finally", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const log: string[] = [];
    let released = false;
    const pid = system.spawn(async (self) => {
      self.signal.addEventListener("abort", () => released = true);
      try {
        await self.receive(undefined, { timeoutMs: 1000 });
        log.push("went on");
      } catch {
        log.push("catch");
      } finally {
        log.push("finally");
      }
    });
    await settle();
    system.exit(pid, "kill");
    system.send(pid, "too late");
    await advance(10_000);
    assertEquals([log, released], [[], true]);
  });
});
