import { assert, assertEquals, assertRejects } from "@std/assert";
import { processInfo } from "../introspection/process_info.ts";
import { sys } from "../introspection/sys.ts";
import type { Pid } from "../processes/pid.ts";
import type { Self } from "../processes/self.ts";
import { Simulation } from "../simulation/simulation.ts";
import { eventsOf, everyOrder, fateOf, reasonIn } from "../testdata/world.ts";
import { ServerBehaviour } from "./gen_server_loop.ts";
import { GenServer } from "./gen_server.ts";

type Work = (state: string, self: Self) => string | Promise<string>;
const Agent = GenServer.define({
  name: "Agent",
  init: () => "state",
  calls: {
    get: (state) => [state, state],
    do: (state, work: Work, self) => {
      const next = work(state, self);
      return typeof next === "string" ? [next, next] : next.then((value) => [value, value] as const);
    },
  },
  casts: { do: (state, work: Work, self) => work(state, self), stop: () => GenServer.stop<string>("normal") },
});

/** A promise and the way to settle it. */
function gate(): { opened: Promise<string>; open: (value: string) => void; fail: (error: unknown) => void } {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  return { opened: promise, open: resolve, fail: reject };
}

Deno.test("ServerBehaviour: what an asynchronous handler gives after its process was killed changes nothing", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const way of ["open", "fail"] as const) {
      const { opened, ...ends } = gate();
      const agent = await system.start(Agent, { name: "agent" });
      let aborted: unknown;
      const call = fateOf(agent.call("do", (_state, self) => {
        self.signal.addEventListener("abort", () => aborted = self.signal.reason);
        return opened;
      }));
      await settle();
      system.exit("agent", "boom");
      assertEquals([agent.alive, aborted], [false, "boom"], "dead at once, while it awaits");
      const next = await system.start(Agent, { name: "agent" });
      ends[way]("late");
      await settle();
      assertEquals(reasonIn(call.error), "boom");
      assertEquals(await next.call("get"), "state");
      assertEquals(system.processCount, 1);
      await next.stop();
    }
  }, 10);
});

Deno.test("ServerBehaviour: code of a killed handler that goes on sends nothing, starts nothing and replies to nobody", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { opened, open } = gate();
    const witness = system.attach({ name: "witness" });
    let reached = false;
    const agent = await system.start(Agent);
    const call = fateOf(agent.call("do", async (_state, self) => {
      await opened;
      self.send("witness", "hello");
      self.spawn(() => new Promise(() => {}));
      self.link(witness.pid);
      reached = true;
      await Agent.start(self).catch(() => {});
      return "reply";
    }));
    await settle();
    system.exit(agent.pid!, "kill");
    open("");
    await settle();
    assertEquals([reached, witness.mailboxLength, system.processCount], [true, 0, 1]);
    assertEquals([reasonIn(call.error), processInfo(system, witness.pid)!.links], ["killed", []]);
  }, 5);
});

Deno.test("ServerBehaviour: a suspended server finishes its handler, then waits with everything in order", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { opened, open } = gate();
    const agent = await system.start(Agent);
    const slow = fateOf(agent.call("do", () => opened));
    await settle();
    sys.suspend(system, agent.pid!);
    agent.cast("do", (state) => `${state}+1`);
    const after = fateOf(agent.call("get"));
    open("opened");
    await settle();
    assertEquals([slow.value, after.state, processInfo(system, agent.pid!)!.mailboxLength], ["opened", "pending", 2]);
    sys.resume(system, agent.pid!);
    await settle();
    assertEquals(after.value, "opened+1");
  }, 10);
});

Deno.test("ServerBehaviour: a handler that suspends its own process ends first, and the next message waits", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const slow of [false, true]) {
      const agent = await system.start(Agent);
      const own = fateOf(agent.call("do", (_state, self) => {
        sys.suspend(self, self.pid);
        return slow ? Promise.resolve("done") : "done";
      }));
      const next = fateOf(agent.call("get"));
      await settle();
      assertEquals([own.value, next.state, processInfo(system, agent.pid!)!.status], ["done", "pending", "suspended"]);
      sys.resume(system, agent.pid!);
      await settle();
      assertEquals(next.value, "done");
    }
  }, 5);
});

Deno.test("ServerBehaviour: a continue that suspends its process lets no message through", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Napping = GenServer.define({
    name: "Napping",
    init: () => GenServer.ok(0, { continue: "nap" }),
    calls: { get: (state) => [state, state] },
    handleContinue: (state, _argument: string, self) => {
      sys.suspend(self, self.pid);
      return state + 1;
    },
  });
  const napping = await system.start(Napping);
  const call = fateOf(napping.call("get"));
  await simulation.settle();
  assertEquals([call.state, processInfo(system, napping.pid!)!.currentMessage], ["pending", undefined]);
  sys.resume(system, napping.pid!);
  await simulation.settle();
  assertEquals(call.value, 1);
});

Deno.test("ServerBehaviour: a state that is replaced during a handler is replaced after it, also by the handler itself", async () => {
  await everyOrder(async ({ system, settle }) => {
    for (const slow of [false, true]) {
      const agent = await system.start(Agent);
      const replaced: Promise<unknown>[] = [];
      const own = agent.call("do", (state, self) => {
        replaced.push(sys.replaceState(self, self.pid, (old: string) => `${old}!`));
        return slow ? Promise.resolve(`${state} done`) : `${state} done`;
      });
      assertEquals(await own, "state done");
      await settle();
      assertEquals([await replaced[0], await agent.call("get")], ["state done!", "state done!"]);
    }
  }, 5);
});

Deno.test("ServerBehaviour: a server started inside a handler cannot replace its parent's state in the middle of it", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const Meddler = GenServer.define({
    name: "Meddler",
    init: function (this: Self, parent: Pid) {
      sys.replaceState(this, parent, (old: string) => `${old}, meddled`);
      return 0;
    },
  });
  const agent = await system.start(Agent);
  const seen = await agent.call("do", (state, self) => {
    Meddler.start(self, { args: [self.pid] });
    assertEquals(sys.getState(self, self.pid), "state");
    return `${state} done`;
  });
  assertEquals([seen, await agent.call("get")], ["state done", "state done, meddled"]);
});

Deno.test("ServerBehaviour: a handler that replaces the state and kills its process fails the replacement", async () => {
  await using simulation = new Simulation();
  const agent = await simulation.system.start(Agent);
  let replaced!: Promise<unknown>;
  agent.cast("do", (state, self) => {
    replaced = sys.replaceState(self, self.pid, () => "new");
    self.sendExit(self.pid, "kill");
    return state;
  });
  await simulation.settle();
  await assertRejects(() => replaced, Error, "Cannot replace the state of");
});

Deno.test("ServerBehaviour: a traced message is told as handled once, with what failed, however it ends", async () => {
  await everyOrder(async ({ system, settle }) => {
    const { opened, open } = gate();
    const boom = new Error("boom");
    const ways: [string, Work, string | undefined][] = [
      ["sync", () => "x", undefined],
      ["async", () => Promise.resolve("x"), undefined],
      ["throws", () => {
        throw boom;
      }, "boom"],
      ["rejects", () => Promise.reject(boom), "boom"],
      ["dies", (state, self) => (self.sendExit(self.pid, "dead"), state), "dead"],
      ["dies later", (state, self) => Promise.resolve().then(() => (self.sendExit(self.pid, "dead"), state)), "dead"],
      ["killed", () => opened, "killed"],
    ];
    for (const [name, work, failed] of ways) {
      const handled = eventsOf(system, "message.handled");
      const agent = await system.start(Agent);
      const pid = agent.pid!;
      sys.trace(system, pid);
      agent.cast("do", work);
      await settle();
      if (name === "killed") system.exit(pid, "kill");
      await settle();
      assertEquals(handled.length, 1, name);
      const [event] = handled;
      assert(event?.type === "message.handled");
      assertEquals([event.form, event.kind, event.pid], ["cast", "do", pid]);
      const reason = event.failed as { error?: Error } | string | undefined;
      assertEquals(typeof reason === "object" ? reason.error!.message : reason, failed, name);
    }
    open("");
  }, 3);
});

Deno.test("ServerBehaviour: a traced server that stops in order tells no failure, and one that awaits how long it took", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const handled = eventsOf(system, "message.handled");
  const agent = await system.start(Agent);
  sys.trace(system, agent.pid!);
  const { opened, open } = gate();
  agent.cast("do", () => opened);
  await simulation.advance(250);
  open("later");
  await simulation.settle();
  agent.cast("stop");
  await simulation.settle();
  assertEquals(
    handled.map((each) => each.type === "message.handled" && [each.kind, each.durationMs, "failed" in each]),
    [["do", 250, false], ["stop", 0, false]],
  );
});

Deno.test("ServerBehaviour: handlers after an await run as their process", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const statuses: unknown[] = [];
  const Late = GenServer.define({
    name: "Late",
    init: () => 0,
    casts: {
      go: () => Promise.resolve(GenServer.noreply(1, { continue: 1 })),
      end: () => Promise.resolve(GenServer.stop<number>("x")),
    },
    handleContinue: (state, _argument: number, self) => {
      statuses.push(processInfo(system, self.pid)!.status, fateOf(Late.at(system, self.pid).stop()));
      return state;
    },
    terminate: (_state, _reason, self) => void statuses.push(fateOf(Late.at(system, self.pid).stop())),
  }) as unknown as typeof Agent;
  const late = await system.start(Late);
  late.cast("go" as "stop");
  await simulation.settle();
  late.cast("end" as "stop");
  await simulation.settle();
  assertEquals(statuses[0], "running");
  assertEquals(statuses.slice(1).map((each) => reasonIn((each as { error: unknown }).error)), [
    "calling_self",
    "calling_self",
  ]);
});

Deno.test("ServerBehaviour.kinds: what a server answers, and nothing that every object has", () => {
  const behaviour = new ServerBehaviour("GenServer", {
    name: "S",
    init: () => 0,
    calls: { get: (state) => [1, state] },
    casts: { put: (state) => state },
  });
  assertEquals(behaviour.kinds, { calls: ["get"], casts: ["put"] });
  assertEquals([behaviour.name, behaviour.module], ["GenServer", "S"]);
});
