import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  ArgumentError,
  CallError,
  DynamicSupervisor,
  type EventType,
  GenServer,
  StartError,
  Supervisor,
  System,
  type SystemEvent,
} from "../mod.ts";
import { runtimeOf } from "../processes/host.ts";
import { eventsOf, notebook, reasonIn } from "../testdata/world.ts";
import { preemptiveScheduler } from "./mod.ts";

const forever = (): never => {
  for (;;);
};

const Worker = GenServer.define({
  name: "Worker",
  init: (count: number) => count < 0 ? forever() : count,
  calls: { add: (count, by: number): [number, number] => [count + by, count + by], spin: () => forever() },
  casts: { spin: () => forever() },
  terminate: () => void log.push("terminate"),
});
const log: string[] = [];

function preemptive(maxTurnMs = 20) {
  const logger = notebook();
  return { logger, system: new System({ scheduler: preemptiveScheduler({ maxTurnMs }), logger }) };
}

function next(system: System, type: EventType): Promise<SystemEvent> {
  return new Promise((resolve) => {
    const subscription = system.events.subscribe((event) => {
      subscription.unsubscribe();
      resolve(event);
    }, { types: [type] });
  });
}

Deno.test("preemptiveScheduler() stops a handler that spins: turn_limit, its callers are told, its supervisor starts it again", async () => {
  const { system, logger } = preemptive();
  const events = eventsOf(system, "process.preempted", "process.exited", "child.restarted");
  await system.start(Supervisor.define({ children: [Worker.child({ args: [1], name: "worker" })] }));
  const bystander = await system.start(Worker, { args: [100] });
  const worker = system.whereis(Worker, "worker");
  const pid = worker.pid!;
  assertEquals(await worker.call("add", 4), 5);
  const restarted = next(system, "child.restarted");
  const [first, waiting] = [worker.call("spin"), worker.call("add", 1)];
  assertEquals(reasonIn(await assertRejects(() => first, CallError)), "turn_limit");
  assertEquals(reasonIn(await assertRejects(() => waiting, CallError)), "turn_limit");
  await restarted;
  assertEquals(await worker.call("add", 4), 5, "from its first state");
  assertEquals(await bystander.call("add", 1), 101);
  assertEquals(events.map(({ type }) => type), ["process.preempted", "process.exited", "child.restarted"]);
  const [stopped, exited] = events;
  assert(stopped?.type === "process.preempted" && stopped.ranMs >= 20 && stopped.maxTurnMs === 20);
  assert(exited?.type === "process.exited" && exited.reason === "turn_limit" && exited.crashed && exited.pid === pid);
  const [{ lastMessage, state, reason }] = logger.crashes as [typeof logger.crashes[0]];
  assertEquals([lastMessage, state, reason], [undefined, 5, "turn_limit"], "its last good state, in the report");
  assertEquals([system.preemptive, new System().preemptive], [true, false]);
  assertEquals(log, [], "code that cannot be trusted to come back is not asked to clean up");
  await system.stop();
});

Deno.test("preemptiveScheduler() stops an init that spins: it does not come up, and its supervisor goes on", async () => {
  const { system } = preemptive();
  const events = eventsOf(system, "process.preempted");
  const pool = await system.start(DynamicSupervisor.define());
  const fine = await pool.startChild(Worker.child({ args: [1] }));
  const error = await assertRejects(() => pool.startChild(Worker.child({ args: [-1] })), StartError);
  assertEquals(error.reason, "turn_limit");
  assertEquals(reasonIn(await assertRejects(() => system.start(Worker, { args: [-1] }), StartError)), "turn_limit");
  const byHand = { id: "by hand", start: forever };
  const tree = await system.start(Supervisor.define({ children: [] }));
  assertEquals(reasonIn(await assertRejects(() => tree.startChild(byHand), Error)), "turn_limit");
  const Spinning = Supervisor.define({ children: forever });
  assertEquals(reasonIn(await assertRejects(() => system.start(Spinning), StartError)), "turn_limit");
  assertEquals([await fine.call("add", 1), tree.alive, pool.alive], [2, true, true]);
  assertEquals(events.length, 4);
  await system.stop();
});

Deno.test("preemptiveScheduler() stops functions and the tests of a receive", async () => {
  const { system } = preemptive();
  const me = system.attach();
  me.monitor(system.spawn(forever));
  const picky = system.spawn((self) => self.receive(forever));
  me.monitor(picky);
  me.send(picky, "anything");
  for (let deaths = 0; deaths < 2; deaths++) {
    assertEquals((await me.receive<{ reason: string }>()).reason, "turn_limit");
  }
  await system.stop();
});

Deno.test("preemptiveScheduler() lets many take long together, as long as each comes back", async () => {
  const { system } = preemptive(100);
  const Slow = GenServer.define({
    name: "Slow",
    init: () => 0,
    casts: {
      work: (count) => {
        for (const end = performance.now() + 8; performance.now() < end;);
        return count + 1;
      },
    },
    calls: { count: (count) => [count, count] },
  });
  const events = eventsOf(system, "process.preempted");
  const slow = await Promise.all([system.start(Slow), system.start(Slow)]);
  for (let round = 0; round < 2; round++) { // with and without the ticker, which the first round begins
    for (let n = 0; n < 20; n++) for (const server of slow) server.cast("work");
    const counts = slow.map((server) => server.call("count", undefined, { timeoutMs: 60_000 }));
    assertEquals(await Promise.all(counts), [20 * (round + 1), 20 * (round + 1)]);
  }
  assertEquals(events, []);
  await system.stop();
});

Deno.test("preemptiveScheduler() neither stops nor blames for what listeners and loggers do", async () => {
  const { system, logger } = preemptive(1);
  const slowly = <Value>(value: Value) => {
    for (const end = performance.now() + 60; performance.now() < end;);
    return value;
  };
  logger.crash = (report) => void logger.crashes.push(slowly(report));
  const seen: string[] = [];
  system.events.subscribe(({ type }) => void seen.push(slowly(type)), {
    types: ["process.preempted", "process.exited"],
  });
  const worker = await system.start(Worker, { args: [1] });
  await assertRejects(() => worker.call("spin"), CallError);
  while (logger.crashes.length === 0) await Promise.resolve();
  assertEquals(seen, ["process.preempted", "process.exited"]);
  await system.stop();
});

Deno.test("preemptiveScheduler() mends every System that the stopped code was using", async () => {
  const [{ system: one }, { system: other }] = [preemptive(), preemptive()];
  const target = await other.start(Worker, { args: [0] });
  const guest = await one.start(GenServer.define({
    name: "Guest",
    init: () => 0,
    calls: {
      visit: (): never => {
        for (;;) other.send(other.spawn((self) => void self.receive()), target.pid);
      },
    },
  }));
  assertEquals(reasonIn(await assertRejects(() => guest.call("visit"), CallError)), "turn_limit");
  assertEquals(await target.call("add", 1), 1);
  await one.stop();
  await other.stop();
  assertEquals([one.processCount, other.processCount], [0, 0]);
});

Deno.test("preemptiveScheduler() has the turn pay for its reply, but for what reads a promise of its own kind", async () => {
  const { system } = preemptive();
  const watched: boolean[] = [];
  const read = () => void watched.push(runtimeOf(system).held !== null);
  const replier = await system.start(GenServer.define({
    name: "Replier",
    init: () => 0,
    calls: {
      promise: (count): [Promise<number>, number] => [Promise.resolve(7), count],
      getter: (count): [object, number] => [Object.defineProperty({}, "then", { get: read }), count],
      trap: (count): [object, number] => [new Proxy({}, { has: forever }), count],
    },
  }));
  assertEquals(await replier.call("promise"), 7);
  await replier.call("getter");
  assertEquals(watched, [false], "a stop in the middle would leave the caller with a promise that nobody can settle");
  assertEquals(reasonIn(await assertRejects(() => replier.call("trap"), CallError)), "turn_limit");
  await system.stop();
});

Deno.test("preemptiveScheduler() refuses a limit that is none", () => {
  for (const maxTurnMs of [0, -1, NaN, Infinity, 2 ** 31, "100" as never]) {
    const error = assertThrows(() => preemptiveScheduler({ maxTurnMs }), ArgumentError);
    assertEquals(error.message.includes("maxTurnMs is a number of milliseconds from 1 to 2147483647"), true);
  }
  assertThrows(() => preemptiveScheduler({ budget: 0 }), ArgumentError);
});
