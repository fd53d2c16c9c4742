import { assert, assertEquals, assertInstanceOf, assertRejects, assertThrows } from "@std/assert";
import { ArgumentError, CallError } from "../processes/errors.ts";
import type { Pid } from "../processes/pid.ts";
import type { Self } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import { deathsOf, eventsOf, everyOrder, fateOf, mailOf, notebook, reasonIn } from "../testdata/world.ts";
import { GenServer } from "./gen_server.ts";
import type { From } from "./server_self.ts";

/** Handles calls in every way there is; `gates` open its asynchronous ones. */
function makeDesk() {
  const gates: ((value: string) => void)[] = [];
  const froms: From[] = [];
  const wait = () => new Promise<string>((resolve) => gates.push(resolve));
  const Desk = GenServer.define({
    name: "Desk",
    init: () => [] as string[],
    calls: {
      log: (log) => [log, log],
      say: (log, text: string) => [text.toUpperCase(), [...log, text]],
      later: async (log, text: string) => [await wait(), [...log, text]],
      never: (log, _: string = "") => new Promise<[never, string[]]>(() => void log),
      keep: (log, text: string, self) => {
        froms.push(self.from);
        return GenServer.noreply([...log, text]);
      },
      fail: (): [never, string[]] => {
        throw new Error("broken");
      },
      die: (log, reason: string, self): [string, string[]] => {
        self.sendExit(self.pid, reason);
        return ["not reached", log];
      },
    },
    casts: {
      note: (log, text: string) => [...log, text],
      noteLater: async (log, text: string) => [...log, `${text}${await wait()}`],
      boom: (): string[] => {
        throw new Error("cast broken");
      },
    },
    handleInfo: (log, message) => [...log, `info ${message}`],
  });
  return { Desk, gates, froms };
}

Deno.test("case 90: a call gives the reply, and the next message is handled after the handler is done", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { Desk, gates } = makeDesk();
    const desk = await system.start(Desk);
    assertEquals(await desk.call("say", "hello"), "HELLO");
    const later = fateOf(desk.call("later", "slow"));
    const next = fateOf(desk.call("say", "next"));
    desk.cast("note", "cast");
    await settle();
    assertEquals([later.state, next.state], ["pending", "pending"]);
    assertEquals(gates.length, 1);
    gates[0]!("done");
    await settle();
    assertEquals([later.value, next.value], ["done", "NEXT"]);
    assertEquals(await desk.call("log"), ["hello", "slow", "next", "cast"]);
  });
});

Deno.test("case 90: a handler that never settles holds the mailbox, and only an exit signal ends it", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { Desk } = makeDesk();
    const desk = await system.start(Desk);
    const stuck = fateOf(desk.call("never", "", { timeoutMs: Infinity }));
    const behind = fateOf(desk.call("log", undefined, { timeoutMs: Infinity }));
    await advance(3_600_000);
    assertEquals([stuck.state, behind.state], ["pending", "pending"]);
    system.exit(desk.pid!, "kill");
    await advance(0);
    assertEquals([reasonIn(stuck.error), reasonIn(behind.error)], ["killed", "killed"]);
  }, 5);
});

Deno.test("case 91: a call of a dead pid or an unknown name fails with noproc and what was asked", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { Desk } = makeDesk();
    const desk = await system.start(Desk);
    const pid = desk.pid!;
    system.exit(pid, "kill");
    for (const to of [pid, "nobody", "<0.999.0>" as Pid]) {
      const error = await assertRejects(() => Desk.at(system, to).call("say", "x"), CallError);
      assertEquals(error.reason, "noproc");
      assertEquals(error.call, { server: to, kind: "say", timeoutMs: 5000 });
      assertEquals(error.message, `Cannot call "say" of ${to}: no process is alive under that pid or name`);
    }
    const deaths = deathsOf(system);
    const caller = system.spawn((self) => Desk.at(self, "nobody").call("log"));
    await settle();
    assertEquals(deaths.get(caller), { reason: "noproc", call: { server: "nobody", kind: "log", timeoutMs: 5000 } });
  }, 2);
});

Deno.test("case 92: without a reply in time the caller exits with timeout, and the server goes on untouched", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { Desk, gates } = makeDesk();
    const desk = await system.start(Desk);
    const deaths = deathsOf(system);
    const caller = system.spawn((self) => Desk.at(self, desk.pid!).call("later", "slow"));
    await advance(0);
    const own = fateOf(desk.call("log", undefined, { timeoutMs: 100 }));
    await advance(99);
    assertEquals(own.state, "pending");
    await advance(1);
    assertInstanceOf(own.error, CallError);
    assertEquals(own.error.message, `Cannot call "log" of ${desk.pid}: no reply within 100 ms`);
    await advance(4899);
    assertEquals(deaths.has(caller), false);
    await advance(1);
    assertEquals(deaths.get(caller), {
      reason: "timeout",
      call: { server: desk.pid!, kind: "later", timeoutMs: 5000 },
    });
    gates[0]!("late");
    await advance(0);
    assertEquals(await desk.call("log"), ["slow"]);
  }, 5);
});

Deno.test("case 93: a reply that comes after the time-out is never seen by the caller", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { Desk, gates } = makeDesk();
    const desk = await system.start(Desk);
    const me = system.attach();
    const answers: unknown[] = [];
    Desk.at(me, desk.pid!).call("later", "x", { timeoutMs: 10 }).then(
      (reply) => answers.push(reply),
      (error) => answers.push(reasonIn(error)),
    );
    await advance(10);
    gates[0]!("late");
    await advance(10_000);
    assertEquals(answers, ["timeout"]);
    assertEquals(await mailOf(me), []);
  }, 5);
});

Deno.test("case 94: a server that dies during a call exits the caller at once", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const asked of ["never", "keep", "die", "fail"] as const) {
      const { Desk } = makeDesk();
      const desk = await system.start(Desk);
      const { pid } = desk;
      const deaths = deathsOf(system);
      const caller = system.spawn((self) => Desk.at(self, pid!).call(asked as "say", "r"));
      await settle();
      const behind = asked === "never" ? fateOf(desk.call("log")) : undefined;
      if (asked === "never" || asked === "keep") system.exit(pid!, "boom");
      await settle(); // no time has passed
      const reason = asked === "die" ? "r" : asked === "fail" ? deaths.get(pid!) : "boom";
      assertEquals(deaths.get(caller), { reason, call: { server: pid, kind: asked, timeoutMs: 5000 } });
      if (behind !== undefined) assertEquals(reasonIn(behind.error), "boom");
    }
  }, 20);
});

Deno.test("case 95: a server that calls itself fails with calling_self at once, and so does one that stops itself", async () => {
  await everyOrder(async ({ system, settle }) => {
    const seen: unknown[] = [];
    const note = (promise: Promise<unknown>) => promise.catch((error) => void seen.push(reasonIn(error)));
    const Selfish = GenServer.define({
      name: "Selfish",
      init: function (this: Self) {
        note(Selfish.at(this, this.pid).call("sync"));
        return 0;
      },
      calls: {
        sync: (state, _: undefined, self): readonly [number, number] => {
          note(Selfish.at(system, self.pid).call("sync"));
          note(Selfish.at(system, "selfish").call("sync"));
          note(Selfish.at(system, "selfish").stop());
          return [1, state];
        },
        later: async (state, _: undefined, self): Promise<readonly [number, number]> => {
          await Promise.resolve();
          await note(Selfish.at(self, self.pid).call("sync"));
          await note(Selfish.at(self, self.pid).stop());
          return [2, state];
        },
      },
    });
    const selfish: { call(kind: "sync" | "later"): Promise<unknown> } = await system.start(Selfish, {
      name: "selfish",
    });
    assertEquals(await selfish.call("sync"), 1);
    assertEquals(await selfish.call("later"), 2);
    await settle();
    assertEquals(seen, Array(6).fill("calling_self"));
  }, 3);
});

Deno.test("case 96: a deferred reply may come later and from any process", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { Desk, froms } = makeDesk();
    const desk = await system.start(Desk);
    const me = system.attach();
    const [one, two, three] = ["a", "b", "c"].map((text) => fateOf(Desk.at(me, desk.pid!).call("keep", text)));
    await settle();
    assertEquals([one!.state, two!.state, three!.state], ["pending", "pending", "pending"]);
    assertEquals(froms.map(({ kind, pid }) => [kind, pid]), Array(3).fill(["keep", me.pid]));
    system.spawn(() => froms[1]!.reply("from a process"));
    froms[0]!.reply("from outside");
    await settle();
    assertEquals([one!.value, two!.value, three!.state], ["from outside", "from a process", "pending"]);
    assertEquals(await desk.call("log"), ["a", "b", "c"]);
  });
});

Deno.test("case 97: a reply to a caller that is dead or waits no more is no error, and its code never goes on", async () => {
  await everyOrder(async ({ system, advance }) => {
    const { Desk, froms } = makeDesk();
    const desk = await system.start(Desk);
    let wentOn = false;
    const caller = system.spawn(async (self) => {
      await Desk.at(self, desk.pid!).call("keep", "x").catch(() => {});
      wentOn = true;
    });
    const timed = fateOf(desk.call("keep", "y", { timeoutMs: 10 }));
    await advance(0);
    system.exit(caller, "kill");
    await advance(10);
    for (const from of froms) from.reply("too late");
    const other = system.spawn(async (self) => {
      await Desk.at(self, desk.pid!).call("keep", "z", { timeoutMs: Infinity }).catch(() => {});
      wentOn = true;
    });
    const last = system.spawn(async (self) => {
      await Desk.at(self, desk.pid!).call("keep", "t", { timeoutMs: 100 }).catch(() => {});
      wentOn = true;
    });
    await advance(0);
    for (const pid of [other, last]) system.exit(pid, "kill");
    await advance(10_000);
    assertEquals((await desk.call("log")).length, 4);
    const second = await system.start(Desk);
    system.exit(desk.pid!, "kill");
    await advance(10_000);
    assertEquals(wentOn, false);
    assertEquals(reasonIn(timed.error), "timeout");
    assert(second.alive);
  }, 10);
});

Deno.test("case 98: a cast returns at once, and nobody hears of one that reaches nobody", async () => {
  const logger = notebook();
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const { Desk } = makeDesk();
  const events = eventsOf(system);
  const dead = (await system.start(Desk)).pid!;
  await Desk.at(system, dead).stop();
  events.length = 0;
  for (const to of [dead, "<0.77.0>", "nobody"] as const) {
    assertEquals(Desk.at(system, to).cast("note", "x"), undefined);
    system.spawn((self) => Desk.at(self, to).cast("note", "x"));
  }
  await simulation.settle();
  assertEquals(events.filter(({ type }) => !/^process\.(started|exited)$/.test(type)), []);
  assertEquals([logger.crashes, logger.warnings], [[], []]);
  const desk = await system.start(Desk);
  desk.cast("note", "x");
  assertEquals(system.processCount, 1);
  assertEquals(await desk.call("log"), ["x"]);
});

Deno.test("case 99: casts, calls and messages of one process are handled in the order they were sent", async () => {
  await everyOrder(async ({ system }) => {
    const { Desk } = makeDesk();
    const desk = await system.start(Desk, { name: "desk" });
    system.spawn((self) => {
      Desk.at(self, "desk").cast("note", "other");
    });
    desk.cast("note", "1");
    system.send("desk", 2);
    const third = desk.call("say", "3");
    Desk.at(system, "desk").cast("note", "4");
    assertEquals(await third, "3");
    const log = await desk.call("log");
    assertEquals(log.filter((each) => each !== "other"), ["1", "info 2", "3", "4"]);
  });
});

Deno.test("case 103: the EXIT of a linked process that is not the parent goes to handleInfo", async () => {
  await everyOrder(async ({ system, settle }) => {
    const Trapper = GenServer.define({
      name: "Trapper",
      trapExit: true,
      init: () => [] as unknown[],
      calls: {
        get: (state) => [state, state],
        link: (state, pid: Pid, self) => [self.link(pid), state],
      },
      handleInfo: (state, message) => [...state, message],
    });
    const trapper = await system.start(Trapper);
    const other = system.spawn(() => new Promise(() => {}));
    await trapper.call("link", other);
    system.exit(other, "boom");
    await settle();
    assertEquals(await trapper.call("get"), [{ type: "EXIT", pid: other, reason: "boom" }]);
  }, 5);
});

Deno.test("case 104: many calls in flight from one caller each get their own reply, in any order", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { Desk, froms } = makeDesk();
    const desk = await system.start(Desk);
    const calls = Array.from({ length: 20 }, (_, index) => desk.call("keep", String(index)));
    await settle();
    for (const [index, from] of [...froms.entries()].reverse()) from.reply(`reply ${index}`);
    assertEquals(await Promise.all(calls), Array.from({ length: 20 }, (_, index) => `reply ${index}`));
  }, 5);
});

Deno.test("ServerRef.call() refuses a time-out that is none", async () => {
  await using simulation = new Simulation();
  const { Desk } = makeDesk();
  const desk = await simulation.system.start(Desk);
  for (const wrong of [-1, NaN, "soon"]) {
    assertThrows(
      () => desk.call("log", undefined, { timeoutMs: wrong as number }),
      ArgumentError,
      "Cannot call: timeoutMs is a number of milliseconds from 0 up",
    );
  }
  const none = fateOf(desk.call("log", undefined, { timeoutMs: 0 }));
  await simulation.advance(0);
  assertEquals(none.value, [], "what is answered before time moves is in time");
});
