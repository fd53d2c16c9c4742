import { assert, assertEquals, assertRejects } from "@std/assert";
import { CallError } from "../processes/errors.ts";
import { Simulation } from "../simulation/simulation.ts";
import { deathsOf, eventsOf, everyOrder, fairly, fateOf, notebook, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";

const Desk = GenServer.define({
  name: "Desk",
  init: () => [] as string[],
  calls: {
    log: (log) => [log, log],
    fail: (): [never, string[]] => {
      throw new Error("broken");
    },
  },
  casts: {
    note: (log, text: string) => [...log, text],
    boom: (): string[] => {
      throw new Error("cast broken");
    },
  },
});

Deno.test("case 100: an unknown kind of call or cast crashes the server, and the caller exits with that", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const kind of ["nothing", "constructor", "__proto__", "toString", "hasOwnProperty", ""]) {
      const deaths = deathsOf(system);
      const called = await system.start(Desk);
      const callPid = called.pid!;
      const call = fateOf(called.call(kind as "log"));
      const told = await system.start(Desk);
      const castPid = told.pid!;
      told.cast(kind as "note", "x");
      await settle();
      const message = (form: string) => ({
        error: { name: "ArgumentError", message: `Desk has no ${form} "${kind}"`, stack: "" },
      });
      assertEquals(deaths.get(callPid), message("call"));
      assertEquals(reasonIn(call.error), message("call"));
      assertEquals(deaths.get(castPid), message("cast"));
    }
  }, 2);
});

Deno.test("case 100: kinds that are called like a field of every object are kinds like any other", async () => {
  await using simulation = new Simulation();
  const Odd = GenServer.define({
    name: "Odd",
    init: () => 0,
    calls: {
      constructor: (state: number): [number, number] => [1, state],
      ["__proto__"]: (state: number): [number, number] => [2, state],
    },
  });
  const odd = await simulation.system.start(Odd);
  assertEquals([await odd.call("constructor"), await odd.call("__proto__")], [1, 2]);
});

Deno.test("case 101: an ordinary message without handleInfo is logged and dropped, and the server lives", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const events = eventsOf(system, "message.unhandled");
  const Deaf = GenServer.define({ name: "Deaf", init: () => 0, calls: { get: (state) => [state, state] } });
  const deaf = await system.start(Deaf, { name: "deaf" });
  system.send("deaf", { any: "thing" });
  system.send("deaf", 2n);
  assertEquals(await deaf.call("get"), 0);
  assertEquals(events.map((each) => "message" in each && each.message), [{ any: "thing" }, 2n]);
  assertEquals(logger.warnings, [
    `Deaf ${deaf.pid} (deaf) got a message that it does not handle: {"any":"thing"}`,
    `Deaf ${deaf.pid} (deaf) got a message that it does not handle: {"$bigint":"2"}`,
  ]);
});

Deno.test("case 102: a handler that fails kills the server with error and stack, and the caller exits with that", async () => {
  await everyOrder(async ({ system, settle }) => {
    const desk = await system.start(Desk);
    const { pid } = desk;
    const deaths = deathsOf(system);
    const error = await assertRejects(() => desk.call("fail"), CallError, "the server exited with Error: broken");
    const reason = deaths.get(pid!) as { error: { name: string; message: string; stack: string } };
    assertEquals(error.reason, reason);
    assertEquals([reason.error.name, reason.error.message], ["Error", "broken"]);
    assert(reason.error.stack.includes("gen_server_crash_test.ts"));
    const told = await system.start(Desk, { name: "told" });
    told.cast("boom");
    await settle();
    assertEquals(told.alive, false);
  }, 2);
});

Deno.test("case 102: a changed old state throws where messages are frozen, so that no half change is ever seen", async () => {
  const Sloppy = GenServer.define({
    name: "Sloppy",
    init: () => ({ list: [1], count: { n: 0 } }),
    calls: {
      get: (state) => [state, state],
      push: (state, n: number) => {
        state.list.push(n);
        return [n, state];
      },
      bump: (state) => [0, { ...state, count: { n: state.count.n + 1 } }],
    },
  });
  await using simulation = new Simulation();
  const sloppy = await simulation.system.start(Sloppy);
  await sloppy.call("bump");
  const error = await assertRejects(() => sloppy.call("push", 2), CallError);
  assertEquals((error.reason as { error: { name: string } }).error.name, "TypeError");
  await fairly(async ({ system }) => {
    const shared = await system.start(Sloppy);
    await shared.call("push", 2);
    assertEquals((await shared.call("get")).list, [1, 2]);
  });
});

Deno.test("case 102: a rejection that nobody awaits is an event and a warning, and nothing dies", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const events = eventsOf(system, "rejection.unhandled");
  const Careless = GenServer.define({
    name: "Careless",
    init: () => 0,
    calls: {
      get: (state) => {
        Promise.reject(new Error("dropped"));
        return [state, state];
      },
    },
  });
  const careless = await system.start(Careless);
  await careless.call("get");
  await simulation.settle();
  await simulation.settle();
  assert(careless.alive);
  assertEquals(events.length, 1);
  assertEquals(logger.warnings, ["A promise was rejected and nobody awaits it: Error: dropped"]);
});

Deno.test("case 102: every wrong result of a handler is a bad return value, and the caller exits with it", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Wrong = GenServer.define({
    name: "Wrong",
    init: () => 0,
    calls: {
      nothing: () => undefined as never,
      short: () => [1] as never,
      long: () => [1, 2, 3] as never,
      later: () => Promise.resolve("no pair") as never,
      ignored: () => GenServer.ignore() as never,
    },
    casts: { reply: () => GenServer.reply(1, 2) as never, ignored: () => GenServer.ignore() as never },
    handleInfo: () => GenServer.reply(1, 2) as never,
  });
  const bad = { nothing: undefined, short: [1], long: [1, 2, 3], later: "no pair", ignored: "ignore" };
  for (const [kind, value] of Object.entries(bad)) {
    const wrong = await system.start(Wrong);
    const error = await assertRejects(() => wrong.call(kind as "short"), CallError);
    assertEquals(error.reason, { bad_return_value: value });
    assertEquals(wrong.alive, false);
  }
  const deaths = deathsOf(system);
  const [one, two, three] = [await system.start(Wrong), await system.start(Wrong), await system.start(Wrong)];
  const pids = [one.pid!, two.pid!, three.pid!];
  one.cast("reply");
  two.cast("ignored");
  system.send(pids[2]!, "hello");
  await simulation.settle();
  assertEquals(pids.map((pid) => deaths.get(pid)), [
    { bad_return_value: "reply" },
    { bad_return_value: "ignore" },
    { bad_return_value: "reply" },
  ]);
});

Deno.test("case 102: a reply that cannot be copied is the server's fault, and no other process is harmed", async () => {
  await fairly(async ({ system, settle }) => {
    const Leaky = GenServer.define({
      name: "Leaky",
      init: () => 0,
      calls: {
        get: (state) => [state, state],
        leak: (state) => [{ secret: () => state }, state + 1],
        reply: (state) => GenServer.reply({ secret: () => state }, state + 1),
        stop: (state) => GenServer.stop("done", state, { reply: { secret: () => state } }),
        later: async (state) => {
          await Promise.resolve();
          return [{ secret: () => state }, state + 1];
        },
      },
    });
    const witness = await system.start(Leaky);
    for (const kind of ["leak", "reply", "stop", "later"] as const) {
      const leaky = await system.start(Leaky);
      const call = fateOf(leaky.call(kind));
      await settle();
      assertEquals((reasonIn(call.error) as { error: { name: string } }).error.name, "ArgumentError", kind);
      assertEquals(leaky.alive, false);
      assertEquals(await witness.call("get"), 0);
    }
  }, "copy");
});

Deno.test("case 102: a time-out that is none fails the handler that asks for it, with the state before it", async () => {
  await everyOrder(async ({ system }) => {
    const ends: unknown[] = [];
    const Odd = GenServer.define({
      name: "Odd",
      init: () => "before",
      calls: {
        odd: (_state, timeoutMs: number) => GenServer.reply("never", "after", { timeoutMs }),
        oddLater: async (_state, timeoutMs: number) => {
          await Promise.resolve();
          return GenServer.reply("never", "after", { timeoutMs });
        },
      },
      terminate: (state) => void ends.push(state),
    });
    for (const kind of ["odd", "oddLater"] as const) {
      for (const wrong of [-1, NaN, "5" as never]) {
        const odd = await system.start(Odd);
        await assertRejects(() => odd.call(kind, wrong), CallError, "Cannot set a time-out: timeoutMs is a number");
        assertEquals(odd.alive, false);
      }
    }
    assertEquals(ends, Array(6).fill("before"));
  }, 2);
});

Deno.test("case 102: a handler that kills its own process leaves no trace of its result", async () => {
  await everyOrder(async ({ system, settle }) => {
    const Doomed = GenServer.define({
      name: "Doomed",
      init: () => "before",
      calls: {
        now: (_state, reason: string, self) => {
          self.sendExit(self.pid, reason);
          return ["reply", "after"];
        },
        later: async (_state, reason: string, self) => {
          await Promise.resolve();
          self.sendExit(self.pid, reason);
          return ["reply", "after"];
        },
        promised: (_state, reason: string, self) => {
          self.sendExit(self.pid, reason);
          return Promise.resolve(["reply", "after"] as const);
        },
        refused: (_state, reason: string, self): Promise<readonly [string, string]> => {
          self.sendExit(self.pid, reason);
          return Promise.reject(new Error("too late"));
        },
      },
    });
    for (const kind of ["now", "later", "promised", "refused"] as const) {
      for (const reason of ["kill", "boom", "normal"]) {
        const doomed = await system.start(Doomed, { name: "doomed" });
        const call = fateOf(doomed.call(kind, reason));
        await settle();
        assertEquals(reasonIn(call.error), reason === "kill" ? "killed" : reason, kind);
        assertEquals([doomed.alive, system.whereis("doomed")], [false, undefined]);
        const again = await assertRejects(() => doomed.call("now", "x"), CallError);
        assertEquals(again.reason, "noproc");
      }
    }
    assertEquals(system.processCount, 0);
  }, 3);
});
