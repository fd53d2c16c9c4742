import { assert, assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Supervisor } from "../supervision/supervisor.ts";
import { System } from "../system.ts";
import { sys } from "../introspection/sys.ts";
import type { ExitReason } from "./exit_reason.ts";
import { runtimeOf } from "./host.ts";
import { drain, idle, inWorlds, record } from "./testdata/worlds.ts";

const Worker = GenServer.define({
  name: "Worker",
  init: () => "ready",
  calls: { state: (state) => [state, state], never: () => idle() },
  handleInfo: (state) => state,
});

Deno.test("Exit without a reason, as JavaScript can write it, is a death like any other: its supervisor restarts it", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  await system.start(Supervisor.define({ children: [Worker.child({ name: "worker" })] }));
  const before = system.whereis("worker");
  system.exit("worker", undefined as unknown as ExitReason);
  await simulation.settle();
  const after = system.whereis("worker");
  assertEquals([before !== after, after !== undefined], [true, true]);
});

Deno.test("A reason that throws when it is looked at ends its process, and those that die later are buried as well", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const odd = new Proxy({}, {
    has() {
      throw new Error("nobody may look");
    },
  });
  const me = system.attach();
  me.trapExit = true;
  const [one, other] = [system.spawn(idle), system.spawn(idle)];
  me.link(one);
  me.link(other);
  system.exit(one, odd as ExitReason);
  system.exit(other, "boom");
  assertEquals([me.mailboxLength, me.links, runtimeOf(system).dying.length], [2, [], 0]);
});

Deno.test("EventStream: that a message was being handled is told before the death of who handled it", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const worker = await system.start(Worker);
  using _trace = sys.trace(system, worker.pid!);
  const events = record(system, "message.handled", "process.exited");
  worker.call("never").catch(() => {});
  await simulation.settle();
  system.exit(worker.pid!, "boom");
  assertEquals(events.map(({ type }) => type), ["message.handled", "process.exited"]);
});

Deno.test("Process: who is killed by a listener of its own birth has died, and nothing of it runs or stays", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  let inits = 0;
  const Counting = GenServer.define({ name: "Counting", init: () => ++inits });
  const me = system.attach();
  me.trapExit = true;
  const killer = system.events.subscribe((event) => {
    if (event.type === "process.started") system.exit(event.pid, "boom");
  });
  const started = await system.start(Counting).then(() => "up", (error) => error.reason);
  const linked = await Counting.start(me).then(() => "up", (error) => error.reason);
  const spawned = me.spawnLink(() => void inits++);
  const attached = system.attach();
  killer.unsubscribe();
  await simulation.settle();
  assertEquals([started, linked, attached.alive, system.isAlive(spawned)], ["boom", "boom", false, false]);
  assertEquals([inits, me.links, me.mailboxLength, system.processCount], [0, [], 1, 1]);
  assertEquals(await me.receive(), { type: "EXIT", pid: spawned, reason: "boom" });
});

Deno.test("Process: who is killed by a listener while it ends stays dead, and its name is not taken from another", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const worker = await system.start(Worker, { name: "worker" });
  using _trace = sys.trace(system, worker.pid!);
  system.events.subscribe((event) => {
    if (event.type !== "message.handled" || !system.isAlive(event.pid)) return;
    system.exit(event.pid, "kill");
    system.spawn(idle, { name: "worker" });
  });
  const exits = record(system, "process.exited");
  await worker.stop({ reason: "shutdown" }).catch(() => {});
  assertEquals([exits.length, system.names, system.isAlive(system.whereis("worker")!)], [1, ["worker"], true]);
});

Deno.test("ServerRef.call() to a server that a listener kills as it hears of the call is not lost", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const worker = await system.start(Worker);
  const me = system.attach();
  using _trace = sys.trace(system, me.pid);
  system.events.subscribe(() => void system.exit(worker.pid ?? "<0.99.0>", "boom"), { types: ["message.sent"] });
  const call = Worker.at(me, worker.pid!).call("state", undefined, { timeoutMs: Infinity });
  assertEquals(await call.then(() => "answered", (error) => error.reason), "boom");
});

Deno.test("Runtime.crashes: who is kept no longer for inspection holds its state and its message no longer", async () => {
  await using system = new System({ logger: { crash() {}, warn() {} } });
  const worker = await system.start(Worker);
  const process = runtimeOf(system).find(worker.pid!)!;
  system.exit(worker.pid!, "boom");
  assertEquals(process.state, "ready");
  for (let n = 0; n < 64; n++) system.exit(system.spawn(idle), "boom");
  assertEquals([process.state, process.current], [null, null]);
});

Deno.test("trapExit switched between two signals: each acts by how it was when it came", async () => {
  await inWorlds(async ({ system }) => {
    const [me, other] = [system.attach(), system.attach()];
    me.trapExit = true;
    other.sendExit(me.pid, "first");
    me.trapExit = false;
    assert(me.alive); // what has come as a message stays one
    other.sendExit(me.pid, "normal");
    me.trapExit = true;
    assertEquals(await drain(me), [{ type: "EXIT", pid: other.pid, reason: "first" }]);
    me.trapExit = false;
    other.sendExit(me.pid, "second");
    me.trapExit = true; // too late, and no life
    assertEquals([me.alive, me.trapExit], [false, false]);
  }, 2);
});
