import { assert, assertEquals, assertInstanceOf, assertObjectMatch } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { CallError } from "../processes/errors.ts";
import type { ExitReason } from "../processes/exit_reason.ts";
import type { Self } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import { deathsOf, everyOrder, fateOf, notebook, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";

/** Ends in every way there is, and writes down what `terminate` gets. */
function makeFragile(terminate: (reason: ExitReason) => unknown = () => {}) {
  const ends: unknown[] = [];
  const Fragile = GenServer.define({
    name: "Fragile",
    init: function (this: Self, trapExit: boolean = false) {
      this.trapExit = trapExit;
      return "first";
    },
    calls: {
      get: (state) => [state, state],
      stop: (_state, reason: ExitReason) => GenServer.stop(reason, "last"),
      stopWithReply: (_state, reason: ExitReason) => GenServer.stop(reason, "last", { reply: "bye" }),
      stopAsItIs: (_state, reason: ExitReason) => GenServer.stop<string>(reason),
      set: (_state, state: string) => ["set", state],
      throw: (_state, error: unknown): [string, string] => {
        throw error;
      },
      reject: async (_state, error: unknown): Promise<[string, string]> => {
        await Promise.resolve();
        throw error;
      },
      never: () => new Promise<[string, string]>(() => {}),
    },
    casts: { stop: (_state, reason: ExitReason) => GenServer.stop(reason, "last") },
    handleInfo: (_state, message) => GenServer.stop(message as ExitReason, "last"),
    terminate: (state, reason, self) => {
      ends.push({ state, reason, alive: self.alive });
      return terminate(reason);
    },
  });
  return { Fragile, ends };
}

Deno.test("case 115: stop runs terminate with the state it came with, then the process dies with the reason", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    for (const reason of ["normal", "shutdown", { shutdown: "x" }, "odd", { tagged: 1 }]) {
      for (const way of ["cast", "call", "info"]) {
        const { Fragile, ends } = makeFragile();
        const fragile = await system.start(Fragile);
        const pid = fragile.pid!;
        if (way === "cast") fragile.cast("stop", reason);
        else if (way === "info") system.send(pid, reason);
        else {
          const call = fateOf(fragile.call("stop", reason));
          await settle();
          assertInstanceOf(call.error, CallError);
          assertEquals(call.error.reason, reason);
        }
        await settle();
        assertEquals(ends, [{ state: "last", reason, alive: true }]);
        assertEquals(deaths.get(pid), reason);
      }
    }
  }, 2);
});

Deno.test("case 115: a stop without a state of its own keeps the last one", async () => {
  await using simulation = new Simulation();
  const { Fragile, ends } = makeFragile();
  const fragile = await simulation.system.start(Fragile);
  await fragile.call("set", "second");
  await fragile.call("stopAsItIs", "done").catch(() => {});
  assertEquals(ends, [{ state: "second", reason: "done", alive: true }]);
});

Deno.test("case 115: the reply of a stop goes out after terminate, also after one that fails", async () => {
  await everyOrder(async ({ system, settle }) => {
    let open!: () => void;
    const opened = new Promise<void>((resolve) => open = resolve);
    const slow = await system.start(makeFragile(() => opened).Fragile);
    const pid = slow.pid!;
    const call = fateOf(slow.call("stopWithReply", "done"));
    await settle();
    assertEquals(call.state, "pending");
    assertEquals(processInfo(system, pid)?.status, "ending");
    open();
    await settle();
    assertEquals([call.value, system.isAlive(pid)], ["bye", false]);

    const deaths = deathsOf(system);
    for (const fail of [() => Promise.reject("bad end"), () => assertEquals(1, 2)]) {
      const failing = await system.start(makeFragile(fail).Fragile);
      const failingPid = failing.pid!;
      const answered = fateOf(failing.call("stopWithReply", "done"));
      await settle();
      assertEquals(answered.value, "bye");
      assert(deaths.get(failingPid) !== "done");
    }
  }, 3);
});

Deno.test("case 116: trapping, an exit of the parent runs terminate with its reason, and not handleInfo", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const reason of ["shutdown", "normal", "boom", { shutdown: 1 }]) {
      const { Fragile, ends } = makeFragile();
      const deaths = deathsOf(system);
      const parent = system.spawn(async (self) => {
        await Fragile.start(self, { args: [true], name: "child" });
        if (reason === "normal") return;
        self.exit(reason);
      });
      await settle();
      assertEquals(ends, [{ state: "first", reason, alive: true }]);
      assertEquals([deaths.get(parent), deaths.size], [reason, 2]);
      assertEquals([...deaths.values()], [reason, reason]);
    }
    const { Fragile, ends } = makeFragile();
    const root = await system.start(Fragile, { args: [true] });
    system.exit(root.pid!, "shutdown"); // the System is the parent of what it started
    await settle();
    assertEquals(ends, [{ state: "first", reason: "shutdown", alive: true }]);
  }, 10);
});

Deno.test("case 116: the parent's exit waits its turn behind the messages before it", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { Fragile, ends } = makeFragile();
    const fragile = await system.start(Fragile, { args: [true] });
    const set = fateOf(fragile.call("set", "second"));
    system.exit(fragile.pid!, "shutdown");
    const behind = fateOf(fragile.call("get"));
    await settle();
    assertEquals([set.value, reasonIn(behind.error)], ["set", "shutdown"]);
    assertEquals(ends, [{ state: "second", reason: "shutdown", alive: true }]);
  }, 10);
});

Deno.test("case 117: a handler that throws gives terminate the reason, and the state before that handler", async () => {
  await everyOrder(async ({ system }) => {
    for (const kind of ["throw", "reject"] as const) {
      const { Fragile, ends } = makeFragile();
      const fragile = await system.start(Fragile);
      await fragile.call("set", "second");
      await fragile.call(kind, new Error("oops")).catch(() => {});
      const [end] = ends as { state: string; reason: { error: { message: string } } }[];
      assertEquals([end!.state, end!.reason.error.message, ends.length], ["second", "oops", 1]);
    }
  }, 3);
});

Deno.test("case 118: not trapping, any exit signal kills without terminate", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const { Fragile, ends } = makeFragile();
    const child = system.spawn(async (self) => {
      await Fragile.start(self, { name: "child" });
      self.exit("boom");
    });
    await settle();
    assertEquals([...deaths.values()], ["boom", "boom"]);
    assert(deaths.has(child));
    const stranger = await system.start(Fragile);
    const pid = stranger.pid!;
    system.spawn((self) => self.sendExit(pid, "from a stranger"));
    await settle();
    assertEquals(deaths.get(pid), "from a stranger");
    assertEquals(ends, []);
  }, 5);
});

Deno.test("case 119: killed, no terminate runs, trapping or not, idle or in a handler", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    for (const trapExit of [false, true]) {
      for (const busy of [false, true]) {
        const { Fragile, ends } = makeFragile();
        const fragile = await system.start(Fragile, { args: [trapExit] });
        const pid = fragile.pid!;
        const call = busy ? fateOf(fragile.call("never")) : undefined;
        await settle();
        system.exit(pid, "kill");
        await settle();
        assertEquals([deaths.get(pid), ends], ["killed", []]);
        if (call !== undefined) assertEquals(reasonIn(call.error), "killed");
      }
    }
  }, 2);
});

Deno.test("case 119: a terminate that never ends is ended by kill, and what it still owes is not sent", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { Fragile } = makeFragile(() => new Promise(() => {}));
    const fragile = await system.start(Fragile, { args: [true] });
    const pid = fragile.pid!;
    const call = fateOf(fragile.call("stopWithReply", "done", { timeoutMs: Infinity }));
    const behind = fateOf(fragile.call("get", undefined, { timeoutMs: Infinity }));
    await advance(1_000_000);
    system.exit(pid, "shutdown"); // it traps, and is in terminate: nothing more happens
    await advance(0);
    assertEquals([system.isAlive(pid), call.state, behind.state], [true, "pending", "pending"]);
    system.exit(pid, "kill");
    await advance(0);
    assertEquals([reasonIn(call.error), reasonIn(behind.error)], ["killed", "killed"]);
  }, 2);
});

Deno.test("case 119: a terminate that throws decides what the process dies with", async () => {
  await everyOrder(async ({ system, settle }) => {
    const deaths = deathsOf(system);
    const fails = [() => Promise.reject(new Error("bad end")), () => {
      throw new Error("bad end");
    }];
    for (const fail of fails) {
      const { Fragile, ends } = makeFragile(fail);
      const fragile = await system.start(Fragile, { args: [true] });
      const pid = fragile.pid!;
      system.exit(pid, "shutdown");
      await settle();
      assertEquals(ends.length, 1);
      assertEquals((deaths.get(pid) as { error: { message: string } }).error.message, "bad end");
    }
  }, 2);
});

Deno.test("case 119: a terminate that kills its own process is the end of it", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  for (const slow of [false, true]) {
    const deaths = deathsOf(system);
    const Hasty = GenServer.define({
      name: "Hasty",
      init: () => 0,
      casts: { stop: () => GenServer.stop<number>("done") },
      terminate: (_state, _reason, self) => {
        self.sendExit(self.pid, "kill");
        return slow ? Promise.resolve() : undefined;
      },
    });
    const hasty = await system.start(Hasty);
    const pid = hasty.pid!;
    hasty.cast("stop");
    await simulation.settle();
    assertEquals(deaths.get(pid), "killed");
  }
});

Deno.test("case 124: normal, shutdown and {shutdown: x} end quietly; other reasons are logged with message and state", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const { Fragile } = makeFragile();
  for (const reason of ["normal", "shutdown", { shutdown: "x" }]) {
    (await system.start(Fragile)).cast("stop", reason);
  }
  await simulation.settle();
  assertEquals(logger.crashes, []);

  const crashing = await system.start(Fragile, { name: "fragile" });
  const pid = crashing.pid!;
  await crashing.call("set", "second");
  await crashing.call("throw", "a thrown text").catch(() => {});
  assertEquals(logger.crashes.length, 1);
  assertObjectMatch(logger.crashes[0]!, {
    pid,
    name: "fragile",
    module: "Fragile",
    reason: { thrown: "a thrown text" },
    lastMessage: "a thrown text",
    lastForm: "call",
    lastKind: "throw",
    state: "second",
  });
});
