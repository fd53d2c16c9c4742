import { assertEquals } from "@std/assert";
import { FairScheduler, GenServer, GenStateMachine, Supervisor, sys, System, whenIdle } from "../mod.ts";

const Chain = GenServer.define({
  name: "Chain",
  init: (next: string | undefined) => ({ next, seen: [] as number[] }),
  casts: {
    pass: (state, n: number, self) => {
      if (state.next !== undefined) Chain.at(self, state.next).cast("pass", n + 1);
      return { ...state, seen: [...state.seen, n] };
    },
    slowly: async (state, wait: () => Promise<void>, self) => {
      await wait();
      if (state.next !== undefined) Chain.at(self, state.next).cast("pass", 0);
      return state;
    },
  },
});

Deno.test("whenIdle: comes when what a message has caused is done, in every process", async () => {
  await using system = new System();
  const names = ["a", "b", "c", "d"];
  for (const [at, name] of names.entries()) await system.start(Chain, { name, args: [names[at + 1]] });
  Chain.at(system, "a").cast("pass", 1);
  await whenIdle(system);
  assertEquals(names.map((name) => (sys.getState(system, name) as { seen: number[] }).seen), [[1], [2], [3], [4]]);
});

Deno.test("whenIdle: waits also where turns are given in many turns of the event loop", async () => {
  await using system = new System({ scheduler: new FairScheduler({ sliceMs: 0, budget: 1 }) });
  const Countdown = GenServer.define({
    name: "Countdown",
    init: () => 0,
    casts: {
      from: (turns, n: number, self) => {
        if (n > 0) Countdown.at(self, self.pid).cast("from", n - 1);
        return turns + 1;
      },
    },
  });
  await system.start(Countdown, { name: "countdown" });
  Countdown.at(system, "countdown").cast("from", 50);
  await whenIdle(system);
  assertEquals(sys.getState(system, "countdown"), 51);
});

Deno.test("whenIdle: waits for a handler, an init and a terminate that take their time", async () => {
  await using system = new System();
  const log: string[] = [];
  const gate = Promise.withResolvers<void>();
  const Slow = GenServer.define({
    name: "Slow",
    init: async () => {
      await gate.promise;
      log.push("init");
      return 0;
    },
    casts: { end: () => GenServer.stop("normal") },
    terminate: async () => {
      await new Promise(setImmediate);
      log.push("terminate");
    },
  });
  await system.start(Chain, { name: "a", args: ["b"] });
  await system.start(Chain, { name: "b", args: [undefined] });
  Chain.at(system, "a").cast("slowly", () => gate.promise.then(() => void log.push("handler")));
  const starting = system.start(Slow, { name: "slow" });
  const idle = whenIdle(system).then(() => log.push("idle"));
  gate.resolve();
  await idle;
  assertEquals([log.toSorted(), log.at(-1)], [["handler", "idle", "init"], "idle"]);
  assertEquals((sys.getState(system, "b") as { seen: number[] }).seen, [0]);
  (await starting).cast("end");
  await whenIdle(system);
  assertEquals(log.at(-1), "terminate");
});

Deno.test("whenIdle: who dies in the middle of a handler is not waited for", async () => {
  await using system = new System();
  const pid = (await system.start(Chain, { args: [undefined] })).pid!;
  Chain.at(system, pid).cast("slowly", () => new Promise(() => {}));
  await new Promise(setImmediate);
  const idle = whenIdle(system);
  system.exit(pid, "kill");
  await idle;
  assertEquals(system.isAlive(pid), false);
});

Deno.test("whenIdle: neither suspended processes nor functions hold it up", async () => {
  await using system = new System();
  await system.start(Chain, { name: "a", args: [undefined] });
  sys.suspend(system, "a");
  Chain.at(system, "a").cast("pass", 1);
  system.spawn(() => new Promise(() => {}));
  system.spawn(async (self) => {
    await self.receive();
    await new Promise(() => {});
  }, { name: "reader" });
  system.send("reader", "hello");
  const me = system.attach();
  system.send(me.pid, "unread");
  await whenIdle(system);
  await whenIdle(new System());
});

Deno.test("sys.sync: comes when a server is done with what it has, and with what that made it continue with", async () => {
  await using system = new System();
  const log: string[] = [];
  const Steps = GenServer.define({
    name: "Steps",
    init: () => 0,
    casts: {
      step: (n) => {
        log.push("cast");
        return GenServer.noreply(n + 1, { continue: "more" });
      },
    },
    handleContinue: (n) => {
      log.push("continue");
      return n;
    },
  });
  await system.start(Steps, { name: "steps" });
  Steps.at(system, "steps").cast("step");
  await sys.sync(system, "steps");
  assertEquals(log, ["cast", "continue"]);
});

Deno.test("sys.sync: any server, a supervisor and a machine as well", async () => {
  await using system = new System();
  await system.start(Supervisor.define({ children: [] }), { name: "tree" });
  const machine = GenStateMachine.define({
    name: "M",
    init: () => GenStateMachine.ok("a", 0),
    states: { a: () => GenStateMachine.keepStateAndData() },
  });
  await system.start(machine, { name: "machine" });
  await sys.sync(system, "tree");
  await sys.sync(system, "machine");
});
