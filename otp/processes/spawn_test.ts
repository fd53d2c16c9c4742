import { assert, assertEquals, assertFalse, assertMatch, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError, Exit } from "./errors.ts";
import type { ErrorReason } from "./exit_reason.ts";
import type { Receiver } from "./receive.ts";
import { drain, exitsOf, idle, inWorlds, record } from "./testdata/worlds.ts";

Deno.test("case 1: spawn gives a pid at once, before the new process has run a line", async () => {
  await inWorlds(async ({ system, settle }) => {
    const order: string[] = [];
    system.spawn((self) => {
      const child = self.spawn(() => void order.push("child"));
      order.push("spawner goes on");
      assert(system.isAlive(child));
    });
    order.push("outside goes on");
    await settle();
    assertEquals(order, ["outside goes on", "spawner goes on", "child"]);
  });
});

Deno.test("case 3: a process whose function returns dies with normal", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    const sync = system.spawn(() => 42);
    const slow = system.spawn(async () => await Promise.resolve("done"));
    await settle();
    assertEquals([exits.get(sync), exits.get(slow)], ["normal", "normal"]);
    assertFalse(system.isAlive(sync));
  });
});

Deno.test("case 4: a function that throws dies with a reason that holds error and stack as plain data", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    class OutOfPaper extends Error {
      override name = "OutOfPaper";
      tray = 2;
    }
    const sync = system.spawn(function print() {
      throw new OutOfPaper("No paper", { cause: new Error("No money") });
    });
    const slow = system.spawn(async () => {
      await Promise.resolve();
      throw new TypeError("Later");
    });
    await settle();
    const { error } = structuredClone(exits.get(sync)) as ErrorReason;
    assertEquals([error.name, error.message, error.data], ["OutOfPaper", "No paper", { tray: 2 }]);
    assertEquals((error.cause as Error).message, "No money");
    assertMatch(error.stack, /print.*spawn_test\.ts/s);
    assertEquals((exits.get(slow) as ErrorReason).error.message, "Later");
  }, 3);
});

Deno.test("case 5: exit(R) ends the process with R itself", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    const reason = { out_of: "paper" };
    const sync = system.spawn((self) => self.exit(reason));
    const slow = system.spawn(async (self) => {
      await Promise.resolve();
      self.exit("bored");
    });
    const normal = system.spawn((self) => self.exit("normal"));
    await settle();
    assertEquals([exits.get(sync), exits.get(slow), exits.get(normal)], [reason, "bored", "normal"]);
  });
});

Deno.test("case 6: exit(R) that is caught changes nothing", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    const pid = system.spawn(async (self) => {
      try {
        self.exit("boom");
      } catch (error) {
        assert(error instanceof Exit);
        self.send(me.pid, error.reason);
      }
      self.send(me.pid, await self.receive());
      await idle();
    });
    system.send(pid, "still here");
    await settle();
    assert(system.isAlive(pid));
    assertEquals(await drain(me), ["boom", "still here"]);
  });
});

Deno.test("case 78: the module of a process is the user's, not the library's", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const named = system.spawn(function worker(_self: Receiver) {
    return idle();
  });
  const labelled = system.spawn(idle, { label: "Billing" });
  const bare = system.spawn((() => () => idle())());
  const modules = [named, labelled, bare].map((pid) => processInfo(system, pid)?.module);
  assertEquals(modules, ["worker", "Billing", "function"]);
});

Deno.test("spawn() refuses what is no function, before anything has happened", async () => {
  await using simulation = new Simulation();
  const events = record(simulation.system);
  assertThrows(
    () => simulation.system.spawn("worker" as never),
    ArgumentError,
    'Cannot spawn: the body is a function, got "worker"',
  );
  assertThrows(() => simulation.system.spawn(undefined as never), ArgumentError, "the body is a function");
  assertEquals(events, []);
});

Deno.test("spawn() under a name has the name before the function runs", async () => {
  await inWorlds(async ({ system, settle }) => {
    const seen: unknown[] = [];
    const pid = system.spawn((self) => void seen.push(self.name, system.whereis("worker")), { name: "worker" });
    assertEquals(system.whereis("worker"), pid);
    await settle();
    assertEquals(seen, ["worker", pid]);
    assertEquals(system.whereis("worker"), undefined);
  }, 3);
});

Deno.test("spawn() refuses a name that is taken, and starts nothing", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const pid = system.spawn(idle, { name: "worker" });
  assertThrows(
    () => system.spawn(idle, { name: "worker" }),
    ArgumentError,
    `Cannot spawn as "worker": a name belongs to one process, got "${pid}"`,
  );
  assertEquals([system.processCount, system.whereis("worker")], [1, pid]);
});

Deno.test("attach() refuses a name that is taken, and the holder keeps it", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const pid = system.spawn(idle, { name: "worker" });
  assertThrows(
    () => system.attach({ name: "worker" }),
    ArgumentError,
    `Cannot attach as "worker": a name belongs to one process, got "${pid}"`,
  );
  assertEquals([system.processCount, system.whereis("worker")], [1, pid]);
});

Deno.test("spawn() and attach() refuse what is no name", async () => {
  await using simulation = new Simulation();
  for (const name of ["", "<0.1.0>", "#Ref<0.1>", 5 as never]) {
    const message = "Cannot register a name: a name is a text that does not begin with < or #";
    assertThrows(() => simulation.system.spawn(idle, { name }), ArgumentError, message);
    assertThrows(() => simulation.system.attach({ name }), ArgumentError, message);
  }
  assertEquals(simulation.system.processCount, 0);
});

Deno.test("attach() takes part as a process: named, linked, monitored, ended by a signal", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    const me = system.attach({ name: "tester" });
    assertEquals(system.whereis("tester"), me.pid);
    const child = me.spawnLink(idle);
    system.exit(child, "boom");
    await settle();
    assertFalse(me.alive);
    assertEquals(exits.get(me.pid), "boom");
    assertEquals(system.whereis("tester"), undefined);
  }, 3);
});

Deno.test("attach() ends without a crash by an exit of its own", async () => {
  await using simulation = new Simulation();
  const exits = exitsOf(simulation.system);
  const me = simulation.system.attach();
  me.sendExit(me.pid, "normal");
  assertEquals([me.alive, exits.get(me.pid)], [false, "normal"]);
});

Deno.test("spawn() of a function that returns while it receives ends without an answer", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    let answered = false;
    const pid = system.spawn((self) => void self.receive().then(() => answered = true));
    system.send(pid, "late");
    await settle();
    assertEquals([exits.get(pid), answered], ["normal", false]);
  }, 3);
});
