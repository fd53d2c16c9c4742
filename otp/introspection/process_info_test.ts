import { assert, assertEquals, assertGreater } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import type { Pid } from "../processes/pid.ts";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { DynamicSupervisor } from "../supervision/dynamic_supervisor.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { everyOrder, fateOf } from "../testdata/world.ts";
import {
  findProcess,
  listProcesses,
  mailboxOf,
  memoryOf,
  processInfo,
  statusOf,
  visibleState,
} from "./process_info.ts";
import { sys } from "./sys.ts";

const Clerk = GenServer.define({
  name: "Clerk",
  init: (desk: unknown = "empty") => desk,
  calls: {
    stuck: () => new Promise<never>(() => {}),
    status: (desk, _: undefined, self) => [processInfo(self, self.pid)!.status, desk],
    get: (desk) => [desk, desk],
    boom: (): never => {
      throw new Error("boom");
    },
  },
  casts: { put: (_desk, thing: unknown) => thing, stop: () => GenServer.stop<unknown>("normal") },
});

Deno.test("processInfo() says all that is known of a living server, and nothing of a dead or unknown one", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const boss = system.attach({ name: "boss", label: "Boss" });
  const clerk = await Clerk.start(boss, { name: "clerk", args: [{ pens: 3 }] });
  const friend = system.attach();
  const ref = friend.monitor("clerk");
  await simulation.advance(100);
  await clerk.call("get");
  const info = processInfo(system, clerk.pid!)!;
  assertEquals({ ...info, memory: 0, busyMs: 0 }, {
    pid: clerk.pid!,
    name: "clerk",
    status: "waiting",
    behaviour: "GenServer",
    module: "Clerk",
    parent: boss.pid,
    ancestors: ["boss"],
    startedAt: 0,
    uptimeMs: 100,
    mailboxLength: 0,
    maxMailbox: undefined,
    dropped: 0,
    overloaded: false,
    handled: 1,
    busyMs: 0,
    memory: 0,
    estimated: true,
    links: [boss.pid],
    monitors: [],
    monitoredBy: [friend.pid],
    trapExit: false,
    traced: false,
    currentMessage: undefined,
    timers: 0,
    calls: ["stuck", "status", "get", "boom"],
    casts: ["put", "stop"],
    exitReason: undefined,
  });
  assertGreater(info.memory, 400);
  assertEquals(processInfo(system, friend.pid)!.monitors, [{ ref, pid: clerk.pid! }]);
  assertEquals([processInfo(system, boss.pid)!.behaviour, processInfo(system, boss.pid)!.module], ["attached", "Boss"]);
  const { pid } = clerk;
  await clerk.stop();
  assertEquals([processInfo(system, pid!), processInfo(system, "<0.99.0>")], [undefined, undefined]);
});

Deno.test("processInfo().status: what a process is doing, in every state there is", async () => {
  await everyOrder(async ({ system, settle }) => {
    const status = (pid: Pid) => processInfo(system, pid)?.status;
    const clerk = await system.start(Clerk);
    const pid = clerk.pid!;
    assertEquals(status(pid), "waiting");
    const asked = fateOf(clerk.call("status"));
    assertEquals(status(pid), "runnable");
    await settle();
    assertEquals(asked.value, "running");
    fateOf(clerk.call("stuck"));
    await settle();
    assertEquals(status(pid), "busy");
    sys.suspend(system, pid);
    assertEquals(status(pid), "suspended");
    system.exit(pid, "kill");
    assertEquals(status(pid), "dead", "a crash is kept");

    const Slow = GenServer.define({ name: "Slow", init: () => new Promise<number>(() => {}) });
    fateOf(system.start(Slow, { name: "slow" }));
    assertEquals(status(system.whereis("slow")!), "starting");
    const Ending = GenServer.define({ name: "Ending", init: () => 0, terminate: () => new Promise(() => {}) });
    const ending = await system.start(Ending);
    fateOf(ending.stop());
    await settle();
    assertEquals(status(ending.pid!), "ending");
    for (const left of [system.whereis("slow")!, ending.pid!]) system.exit(left, "kill");
  }, 3);
});

Deno.test("processInfo() of a stuck server answers without it, and shows what it is stuck on and what waits", async () => {
  await everyOrder(async ({ system, advance }) => {
    const clerk = await system.start(Clerk);
    const pid = clerk.pid!;
    fateOf(clerk.call("stuck", undefined, { timeoutMs: Infinity }));
    await advance(0);
    clerk.cast("put", "later");
    system.send(pid, { hello: 1 });
    fateOf(clerk.call("get", undefined, { timeoutMs: 10 }));
    await advance(1_000_000);
    const info = processInfo(system, pid)!;
    assertEquals(info.currentMessage, { form: "call", kind: "stuck", message: undefined });
    assertEquals([info.status, info.mailboxLength, info.handled], ["busy", 3, 1]);
    assertEquals(mailboxOf(system, pid), [
      { form: "cast", kind: "put", message: "later" },
      { form: "info", kind: undefined, message: { hello: 1 } },
      { form: "call", kind: "get", message: undefined },
    ]);
    assertEquals(mailboxOf(system, pid, { limit: 1 }).length, 1);
    assertEquals(sys.getState(system, pid), "empty");
    system.exit(pid, "kill");
  }, 2);
});

Deno.test("processInfo() of a crash is kept for inspection with its state, its message and its reason; an orderly end is not", async () => {
  await everyOrder(async ({ system }) => {
    const clerk = await system.start(Clerk, { args: ["desk"] });
    const pid = clerk.pid!;
    await clerk.call("boom").catch(() => {});
    const info = processInfo(system, pid)!;
    assertEquals([info.status, info.currentMessage?.kind, info.mailboxLength], ["dead", "boom", 0]);
    assertEquals((info.exitReason as { error: { message: string } }).error.message, "boom");
    assertEquals(sys.getState(system, pid), "desk");
    assertEquals([info.links, info.monitoredBy, info.timers], [[], [], 0]);
    assert(!listProcesses(system).some((each) => each.pid === pid));

    const pids: Pid[] = [];
    for (let index = 0; index < 64; index++) {
      const next = await system.start(Clerk);
      pids.push(next.pid!);
      system.exit(next.pid!, "kill");
    }
    assertEquals([processInfo(system, pid), findProcess(system, pids[0]!)?.pid], [undefined, pids[0]]);
  }, 1);
});

Deno.test("listProcesses() leaves the memory out where it is asked to", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  await Clerk.start(system, { args: [[1, 2, 3]] });
  const [counted] = listProcesses(system);
  const [quick] = listProcesses(system, { memory: false });
  assertEquals([counted!.memory > 400, quick], [true, { ...counted!, memory: 0 }]);
});

Deno.test("mailboxOf() of a huge mailbox gives the first only, and its size is estimated all the same", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const clerk = await system.start(Clerk);
  const pid = clerk.pid!;
  const before = processInfo(system, pid)!.memory;
  sys.suspend(system, pid);
  for (let index = 0; index < 20_000; index++) clerk.cast("put", index);
  assertEquals(mailboxOf(system, pid).map(({ message }) => message), Array.from({ length: 100 }, (_, index) => index));
  const info = processInfo(system, pid)!;
  assertEquals(info.mailboxLength, 20_000);
  assertGreater(info.memory, before + 80_000);
  sys.resume(system, pid);
  assertEquals([await clerk.call("get"), mailboxOf(system, pid)], [19_999, []]);
});

Deno.test("processInfo() of a spawned function has no message once it waits for the next", async () => {
  await everyOrder(async ({ system, settle }) => {
    const gate = Promise.withResolvers<void>();
    const pid = system.spawn(async (self) => {
      await self.receive();
      await gate.promise;
      await self.receive();
    }, { label: "worker" });
    system.send(pid, "first");
    await settle();
    const busy = processInfo(system, pid)!;
    assertEquals([busy.status, busy.currentMessage?.message, busy.behaviour], ["busy", "first", "spawn"]);
    gate.resolve();
    await settle();
    const waiting = processInfo(system, pid)!;
    assertEquals([waiting.status, waiting.currentMessage, waiting.module], ["waiting", undefined, "worker"]);
  }, 3);
});

Deno.test("listProcesses() gives every living process, oldest first", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const first = await system.start(Clerk);
  const second = await system.start(Clerk);
  const third = system.spawn(() => new Promise(() => {}));
  system.exit(second.pid!, "kill");
  assertEquals(listProcesses(system).map(({ pid }) => pid), [first.pid!, third]);
});

Deno.test("memoryOf() never fails, and does not count other processes or the runtime", async () => {
  await using simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const small = memoryOf(findProcess(system, (await system.start(Clerk)).pid!)!);
  const odd = await system.start(Clerk, {
    args: [{
      get bad(): never {
        throw new Error("no");
      },
      map: new Map([[{}, new Set([1])]]),
      runtime: runtimeOf(system),
      process: runtimeOf(system).processes.values().next().value,
    }],
  });
  const bytes = memoryOf(findProcess(system, odd.pid!)!);
  assertGreater(bytes, small);
  assert(bytes < small + 400);
  const tree = await system.start(Supervisor.define({ children: [Clerk.child({ args: ["x".repeat(100_000)] })] }));
  assert(processInfo(system, tree.pid!)!.memory < 100_000 + 3000);
});

Deno.test("visibleState() and statusOf(): a supervisor's own objects stay its own", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const tree = await system.start(
    Supervisor.define({ strategy: "rest_for_one", children: [Clerk.child({ id: "a", name: "a" })] }),
  );
  const rooms = await system.start(DynamicSupervisor.define());
  const room = await rooms.startChild(Clerk.child());
  const of = (pid: Pid | undefined) => visibleState(findProcess(system, pid!)!);
  assertEquals((of(tree.pid) as { children: unknown }).children, [{ id: "a", pid: system.whereis("a") }]);
  assertEquals((of(rooms.pid) as { children: unknown }).children, [room.pid]);
  assertEquals(structuredClone(of(tree.pid)), of(tree.pid));
  assertEquals([of(room.pid), statusOf(findProcess(system, room.pid!)!)], ["empty", "waiting"]);
});
