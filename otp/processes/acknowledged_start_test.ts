import { assert, assertEquals, assertInstanceOf, assertThrows } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { fateOf, reasonIn } from "../testdata/world.ts";
import { ArgumentError, StartError } from "./errors.ts";
import { runtimeOf } from "./host.ts";
import type { Self } from "./self.ts";
import type { StartedBody } from "./acknowledged_start.ts";
import { drain, exitsOf, idle, inWorlds } from "./testdata/worlds.ts";

Deno.test("startAcknowledged(): the start is over when the function says so, and the process lives on, linked", async () => {
  await inWorlds(async ({ system, settle }) => {
    const me = system.attach();
    me.trapExit = true;
    const start = fateOf(me.start(async (self) => {
      await self.receive((message) => message === "go");
      self.initAck();
      self.initAck(); // is nothing
      await self.receive();
    }, { name: "loop" }));
    await settle();
    const pid = system.whereis("loop")!;
    assertEquals([start.state, processInfo(system, pid)?.links, processInfo(system, pid)?.parent], [
      "pending",
      [me.pid],
      me.pid,
    ]);
    system.send(pid, "go");
    await settle();
    assertEquals([start.value, system.isAlive(pid)], [pid, true]);
    system.exit(pid, "boom"); // from now on it is a process like any other
    await settle();
    assertEquals(await drain(me), [{ type: "EXIT", pid, reason: "boom" }]);
  }, 10);
});

Deno.test("startAcknowledged(): one that fails, throws, leaves or returns before it is ready fails the start, and leaves no EXIT", async () => {
  const bodies: [StartedBody, unknown][] = [
    [(self) => self.initFail({ port: 80 }), { port: 80 }],
    [(self) => self.exit("left"), "left"],
    [() => {}, "normal"],
    [async (self) => void await self.receive(undefined, { timeoutMs: 0 }), "normal"],
  ];
  for (const [body, reason] of bodies) {
    await inWorlds(async ({ system, settle, advance }) => {
      const me = system.attach();
      me.trapExit = true;
      const start = fateOf(me.start(body, { label: "loop", name: "taken?" }));
      await settle();
      await advance(1);
      assertInstanceOf(start.error, StartError);
      assertEquals([reasonIn(start.error), start.error.message.split(":")[0]], [reason, "Cannot start taken?"]);
      assertEquals([await drain(me), system.whereis("taken?"), me.links], [[], undefined, []]);
    }, 3);
  }
});

Deno.test("startAcknowledged(): a linked starter that does not trap dies of a start that fails; without a link it lives", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    const fail: StartedBody = (self) => self.initFail("no");
    const dies = system.spawn(async (self) => void await self.start(fail).catch(() => {}));
    let caught: unknown;
    const lives = system.spawn(async (self) => {
      caught = await self.start(fail, { link: false }).catch(reasonIn);
      await self.receive();
    });
    await settle();
    assertEquals([exits.get(dies), caught, system.isAlive(lives)], ["no", "no", true]);
  }, 10);
});

Deno.test("startAcknowledged(): one that is not ready in time is killed, and its starter hears of it by the start alone", async () => {
  await inWorlds(async ({ system, advance }) => {
    const exits = exitsOf(system);
    const me = system.attach();
    const start = fateOf(me.start(idle, { name: "slow", timeoutMs: 100 }));
    await advance(99);
    const pid = system.whereis("slow")!;
    assertEquals(start.state, "pending");
    await advance(1);
    assertEquals([reasonIn(start.error), exits.get(pid), me.alive], ["timeout", "killed", true]);
    const ready = fateOf(me.start((self) => (self.initAck(), idle()), { timeoutMs: 100 }));
    await advance(1000);
    assert(ready.state === "fulfilled" && system.isAlive(ready.value!));
    assertEquals(runtimeOf(system).timers.size, 0);
  }, 3);
});

Deno.test("startAcknowledged(): a starter that dies takes it along, and its code never goes on", async () => {
  await inWorlds(async ({ system, settle }) => {
    const exits = exitsOf(system);
    const me = system.attach();
    const start = fateOf(me.start(idle, { name: "slow" }));
    await settle();
    const pid = system.whereis("slow")!;
    system.exit(me.pid, "boom");
    await settle();
    assertEquals([exits.get(pid), start.state], ["boom", "pending"]);
  }, 3);
});

Deno.test("startAcknowledged() in a supervisor: the next child waits until this one is ready, and its failure is the start's", async () => {
  await inWorlds(async ({ system, settle }) => {
    const log: string[] = [];
    const loop = (id: string, ready: boolean): StartedBody => async (self) => {
      log.push(`${id} begins`);
      await self.receive(undefined, { timeoutMs: 0 });
      if (!ready) self.initFail("not_ready");
      log.push(`${id} ready`);
      self.initAck();
      await self.receive();
    };
    const child = (id: string, ready = true) => ({ id, start: (self: Self) => self.start(loop(id, ready)) });
    const tree = await system.start(Supervisor.define({ children: [child("a"), child("b")] }));
    assertEquals(log.splice(0), ["a begins", "a ready", "b begins", "b ready"]);
    const [a] = await tree.whichChildren();
    system.exit(a!.pid as "<0.1.0>", "boom");
    await settle();
    assertEquals(log.splice(0), ["a begins", "a ready"]);
    assertEquals((await tree.countChildren()).active, 2);
    const failing = Supervisor.define({ children: [child("a"), child("c", false)] });
    const error = await system.start(failing).catch(reasonIn);
    assertEquals(error, { shutdown: { failed_to_start_child: { id: "c", reason: "not_ready" } } });
  }, 5);
});

Deno.test("startAcknowledged() refuses what is no function, no time-out, or a name that is taken", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach({ name: "me" });
  assertThrows(() => me.start(1 as never), ArgumentError, "Cannot start: the body is a function, got 1");
  assertThrows(() => me.start(idle, { timeoutMs: -1 }), ArgumentError, "timeoutMs is a number of milliseconds");
  assertThrows(
    () => me.start(idle, { name: "me" }),
    ArgumentError,
    'Cannot spawn as "me": a name belongs to one process',
  );
});
