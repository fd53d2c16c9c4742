import { assert, assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, CallError, StartError } from "../processes/errors.ts";
import type { Self } from "../processes/self.ts";
import { silentLogger } from "../processes/reporter.ts";
import { Simulation } from "../simulation/simulation.ts";
import { System } from "../system.ts";
import { deathsOf, everyOrder, fateOf, mailOf, nextTask, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import { checkTimeout } from "./start.ts";

const Plain = GenServer.define({
  name: "Plain",
  init: (state?: unknown) => state,
  calls: { get: (state) => [state, state] },
});
const Ignoring = GenServer.define({ name: "Ignoring", init: () => GenServer.ignore() });
const Stopping = GenServer.define({ name: "Stopping", init: () => GenServer.stop("not_today") });
const Throwing = GenServer.define({
  name: "Throwing",
  init: (): number => {
    throw new RangeError("no room");
  },
});
const Stuck = GenServer.define({ name: "Stuck", init: () => new Promise<number>(() => {}) });

/** A process that starts something when told, linked to it. */
const Starter = GenServer.define({
  name: "Starter",
  init: function (this: Self, trapExit: boolean) {
    this.trapExit = trapExit;
    return [] as unknown[];
  },
  calls: {
    start: async (state, start: (self: Self) => Promise<unknown>, self) => {
      try {
        return [await start(self), state];
      } catch (error) {
        return [reasonIn(error), state];
      }
    },
    mail: (state) => [state, state],
  },
  handleInfo: (state, message) => [...state, message],
});

Deno.test("case 80: a start returns when init is done: the state is ready and the name is taken", async () => {
  await everyOrder(async ({ system, advance }) => {
    let done!: (state: string) => void;
    const Slow = GenServer.define({
      name: "Slow",
      init: () => new Promise<string>((resolve) => done = resolve),
      calls: { get: (state) => [state, state] },
    });
    const start = fateOf(system.start(Slow, { name: "slow" }));
    await advance(10_000);
    assertEquals(start.state, "pending");
    assert(system.whereis("slow") !== undefined);
    done("ready");
    await advance(0);
    assertEquals(start.state, "fulfilled");
    assertEquals(await start.value!.call("get"), "ready");
  }, 5);
});

Deno.test("case 81: an init that does not finish in time is killed, and the start fails with timeout", async () => {
  await everyOrder(async ({ system, advance }) => {
    const deaths = deathsOf(system);
    const start = fateOf(system.start(Stuck, { name: "stuck", timeoutMs: 100 }));
    await advance(99);
    assertEquals(start.state, "pending");
    const pid = system.whereis("stuck")!;
    await advance(1);
    assertInstanceOf(start.error, StartError);
    assertEquals(start.error.reason, "timeout");
    assertEquals(start.error.message, "Cannot start stuck: timeout");
    assertEquals(deaths.get(pid), "killed");

    let caught: unknown;
    const starter = system.spawn(async (self) => { // linked, and does not trap: the answer is all it gets
      caught = await Stuck.start(self, { timeoutMs: 100 }).catch(reasonIn);
      await self.receive();
    });
    await advance(100);
    assertEquals([caught, system.isAlive(starter), system.processCount], ["timeout", true, 1]);
  }, 5);
});

Deno.test("case 82: init gives a state, start gives a living server", async () => {
  await using simulation = new Simulation();
  const server = await simulation.system.start(Plain, { args: ["first"] });
  assert(server.alive);
  assertEquals(await server.call("get"), "first");
});

Deno.test("case 83: ignore is given to the starter, the process dies normal and a linked starter lives", async () => {
  for (const trapExit of [false, true]) {
    await using simulation = new Simulation();
    const { system } = simulation;
    const deaths = deathsOf(system);
    const starter = await system.start(Starter, { args: [trapExit] });
    assertEquals(await starter.call("start", (self: Self) => Ignoring.start(self)), "ignore");
    await simulation.settle();
    assertEquals([...deaths.values()], ["normal"]);
    assert(starter.alive);
    assertEquals(await starter.call("mail"), [], "no EXIT of a process that was never up");
  }
});

Deno.test("case 84: stop in init is the start's error; a linked starter that does not trap dies of it as well", async () => {
  await everyOrder(async ({ system, settle }) => {
    const outside = await assertRejects(
      () => system.start(Stopping, { name: "s" }),
      StartError,
      "Cannot start s: not_today",
    );
    assertEquals(outside.reason, "not_today");

    const deaths = deathsOf(system);
    const starter = await system.start(Starter, { args: [false] });
    const { pid } = starter;
    const call = fateOf(starter.call("start", (self: Self) => Stopping.start(self)));
    await settle();
    assertEquals([...deaths.values()], ["not_today", "not_today"]);
    assertEquals(deaths.get(pid!), "not_today");
    assertInstanceOf(call.error, CallError);
    assertEquals(call.error.reason, "not_today");
  }, 5);
});

Deno.test("case 85: a throw in init is the start's error, with its stack; a trapping starter lives and has no EXIT", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const init of [Throwing, Stopping, GenServer.define({ name: "Late", init: () => Promise.reject("late") })]) {
      const starter = await system.start(Starter, { args: [true] });
      const reason = await starter.call("start", (self: Self) => init.start(self)) as { error?: { stack: string } };
      await settle();
      assert(starter.alive);
      assertEquals(await starter.call("mail"), []);
      if (init === Throwing) {
        assertEquals((reason.error as unknown as { name: string }).name, "RangeError");
        assert(reason.error!.stack.includes("no room"));
      }
    }
    const deaths = deathsOf(system);
    const starter = await system.start(Starter, { args: [false] });
    const { pid } = starter;
    fateOf(starter.call("start", (self: Self) => Throwing.start(self)));
    await settle();
    assertEquals((deaths.get(pid!) as { error: { message: string } }).error.message, "no room");
  }, 5);
});

Deno.test("start() leaves no EXIT with a trapping starter when the new process is killed in its init", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const starter = await system.start(Starter, { args: [true] });
  const start = fateOf(starter.call("start", (self: Self) => Stuck.start(self, { name: "stuck" })));
  await simulation.settle();
  system.exit("stuck", "kill");
  await simulation.settle();
  assertEquals(start.value, "killed");
  assertEquals(await starter.call("mail"), []);

  const timed = starter.call("start", (self: Self) => Stuck.start(self, { timeoutMs: 10 }));
  await simulation.advance(10);
  assertEquals(await timed, "timeout");
  assertEquals(await starter.call("mail"), []);
});

Deno.test("case 86: when a start has failed the process is dead and its name free: a second start under it succeeds", async () => {
  for (const failing of [Throwing, Stopping, Ignoring, Stuck]) {
    await everyOrder(async ({ system, advance }) => {
      const failed = fateOf(system.start(failing as typeof Plain, { name: "desk", timeoutMs: 10 }));
      await advance(10);
      assertEquals(failed.state, "rejected");
      assertEquals(system.whereis("desk"), undefined);
      const second = await system.start(Plain, { name: "desk" });
      assertEquals(system.whereis("desk"), second.pid);
    }, 2);
  }
});

Deno.test("case 86: the second start may come in the very moment the first one fails", async () => {
  await using system = new System({ logger: silentLogger });
  const again = await system.start(Stopping, { name: "desk" }).catch(() => system.start(Plain, { name: "desk" }));
  assert(again.alive);
});

Deno.test("case 87: a taken name gives already_started with the holder's pid, and init is not run", async () => {
  await using simulation = new Simulation();
  let runs = 0;
  const Counted = GenServer.define({ name: "Counted", init: () => ++runs });
  const first = await simulation.system.start(Counted, { name: "one" });
  const error = await assertRejects(() => simulation.system.start(Counted, { name: "one" }), StartError);
  assertEquals(error.reason, { already_started: first.pid });
  assertEquals(runs, 1);
  assertEquals(simulation.system.processCount, 1);
});

Deno.test("case 88: whatever init gives is the state, a promise is awaited, and a reply is a bad return value", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  for (const state of [undefined, null, ["reply", 1], { ok: 1 }, "ignore"]) {
    assertEquals(await (await system.start(Plain, { args: [state] })).call("get"), state);
  }
  assertEquals(await (await system.start(Plain, { args: [Promise.resolve("awaited")] })).call("get"), "awaited");
  const Wrong = GenServer.define({ name: "Wrong", init: () => GenServer.reply(1, 2) as never });
  const error = await assertRejects(() => system.start(Wrong), StartError);
  assertEquals(error.reason, { bad_return_value: "a reply from init" });
  assertEquals(system.whereis("wrong"), undefined);
});

Deno.test("case 89: messages sent by name during an asynchronous init wait and are handled after it, in order", async () => {
  await everyOrder(async ({ system, settle }) => {
    let open!: (state: string[]) => void;
    const Slow = GenServer.define({
      name: "Slow",
      init: () => new Promise<string[]>((resolve) => open = resolve),
      calls: { get: (state) => [state, state] },
      casts: { add: (state, text: string) => [...state, text] },
    });
    const start = system.start(Slow, { name: "slow" });
    const slow = system.whereis(Slow, "slow");
    slow.cast("add", "a");
    slow.cast("add", "b");
    const early = fateOf(slow.call("get"));
    await settle();
    assertEquals(early.state, "pending");
    open(["init"]);
    await start;
    await settle();
    assertEquals(early.value, ["init", "a", "b"]);
  }, 10);
});

Deno.test("start() of a server that is killed by its own init gives the reason, also where the init would wait for ever", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  for (const wait of [false, true]) {
    const Suicidal = GenServer.define({
      name: "Suicidal",
      init: function (this: Self): number | Promise<number> {
        this.sendExit(this.pid, "kill");
        return wait ? new Promise(() => {}) : 1;
      },
    });
    const start = fateOf(system.start(Suicidal, { name: "s", timeoutMs: 50 }));
    await simulation.settle();
    assertEquals(start.state, "rejected");
    assertEquals(reasonIn(start.error), "killed");
  }
});

Deno.test("start() of a server whose init exits gives the exit's reason", async () => {
  await everyOrder(async ({ system }) => {
    for (const reason of ["normal", "shutdown", { shutdown: 1 }, "tired"]) {
      for (const slow of [false, true]) {
        const Leaving = GenServer.define({
          name: "Leaving",
          init: function (this: Self): number | Promise<number> {
            if (slow) return Promise.resolve().then(() => this.exit(reason));
            return this.exit(reason);
          },
        });
        const error = await assertRejects(() => system.start(Leaving), StartError);
        assertEquals(error.reason, reason);
      }
    }
    assertEquals(system.processCount, 0);
  }, 2);
});

Deno.test("start() fails with the error of an init whose outcome asks for a time-out that is none", async () => {
  await using simulation = new Simulation();
  for (const slow of [false, true]) {
    const outcome = () => GenServer.ok(1, { timeoutMs: NaN });
    const Odd = GenServer.define({
      name: "Odd",
      init: () => slow ? Promise.resolve().then(outcome) : outcome(),
    });
    const error = await assertRejects(() => simulation.system.start(Odd), StartError);
    assertEquals(
      (error.reason as { error: { message: string } }).error.message,
      "Cannot set a time-out: timeoutMs is a number of milliseconds from 0 up, got NaN",
    );
  }
});

Deno.test("start() by a process that died of an earlier start does nothing, and its handler is never resumed", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Twice = GenServer.define({
    name: "Twice",
    init: () => "fresh",
    calls: {
      state: (state) => [state, state],
      both: async (_state, _: undefined, self) => {
        await Stopping.start(self).catch(() => {});
        await Plain.start(self, { name: "orphan" }).catch(() => {});
        return ["reply", "changed"];
      },
    },
  });
  const twice = await system.start(Twice, { name: "twice" });
  const { pid } = twice;
  const call = fateOf(twice.call("both"));
  await simulation.settle();
  assertEquals(reasonIn(call.error), "not_today");
  assertEquals(system.isAlive(pid!), false);
  assertEquals(twice.alive, false);
  assertEquals(system.whereis("orphan"), undefined);
  assertEquals(system.processCount, 0);
});

Deno.test("start() with link: false leaves the starter alone when the server dies", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const starter = await system.start(Starter, { args: [true] });
  await starter.call("start", async (self: Self) => {
    await Plain.start(self, { link: false, name: "free" });
    await Plain.start(self, { name: "tied" });
  });
  system.exit("free", "kill");
  system.exit("tied", "kill");
  await simulation.settle();
  assertEquals((await starter.call("mail")).map((each) => reasonIn(each)), ["killed"]);
});

Deno.test("start() linked to a process outside gives it the EXIT of a server that had come up", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  me.trapExit = true;
  const server = await Plain.start(me);
  simulation.system.exit(server.pid!, "kill");
  assertEquals((await mailOf(me)).map(reasonIn), ["killed"]);
});

Deno.test("start() of a stopped System is refused", async () => {
  const system = new System({ logger: silentLogger });
  await system.stop();
  await assertRejects(() => system.start(Plain), ArgumentError, "Cannot start a process: the System has been stopped");
  await nextTask();
});

Deno.test("start() refuses arguments that are no list, and hosts that are none", async () => {
  await using simulation = new Simulation();
  await assertRejects(
    () => simulation.system.start(Plain, { args: "text" as never }),
    ArgumentError,
    'Cannot start Plain: args is a list, got "text"',
  );
  await assertRejects(
    () => simulation.system.start(Plain, { timeoutMs: -1 }),
    ArgumentError,
    "Cannot start Plain: timeoutMs is a number of milliseconds from 0 up, got -1",
  );
  await assertRejects(() => simulation.system.start(Plain, { name: "<odd" }), ArgumentError, "Cannot register a name");
  await assertRejects(() => Plain.start({} as System), ArgumentError, "Cannot use a System");
});

Deno.test("checkTimeout() gives the time-out back, or says what it should be", () => {
  assertEquals(checkTimeout("wait", 0), 0);
  assertEquals(checkTimeout("wait", Infinity), Infinity);
  for (const wrong of [-1, NaN, "5", undefined, null]) {
    assertThrows(() => checkTimeout("wait", wrong as number), ArgumentError, "Cannot wait: timeoutMs is a number");
  }
});

Deno.test("Start: a state that cannot be kept fails the start, also where init took its time", async () => {
  const hostile = () =>
    new Proxy({}, {
      ownKeys() {
        throw new Error("nobody may look");
      },
    });
  await everyOrder(async ({ system, settle }) => {
    const Sync = GenServer.define({ name: "Sync", init: hostile });
    const Async = GenServer.define({ name: "Async", init: () => Promise.resolve().then(hostile) });
    const fates = [fateOf(system.start(Sync)), fateOf(system.start(Async))];
    await settle();
    const states = fates.map(({ state }) => state);
    assert(states.every((state) => state !== "pending"), `${states}`);
    assertEquals(states[0], states[1]);
  }, 1);
});
