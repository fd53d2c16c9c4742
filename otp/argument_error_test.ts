import { assertEquals, assertInstanceOf, assertStringIncludes } from "@std/assert";
import { ArgumentError, checkOptions } from "./argument_error.ts";
import * as otp from "./mod.ts";
import { preemptiveScheduler } from "./preemption/mod.ts";
import { connect, MemoryNetwork } from "./remote/mod.ts";
import * as simulated from "./simulation/mod.ts";
import * as stages from "./stages/mod.ts";
import { placed, WorkerPool } from "./workers/mod.ts";

const { Agent, Application, DynamicSupervisor, GenServer, GenStateMachine, PartitionSupervisor, ProcessGroups } = otp;
const { Registry, Supervisor, sys, System, Task, TaskSupervisor } = otp;

interface Lamp extends otp.MachineTypes {
  args: [];
  state: "on";
  data: null;
}

const Echo = GenServer.define({ name: "Echo", init: () => 0, calls: { count: (count) => [count, count] } });
const Lamp = GenStateMachine.define<Lamp>({
  name: "Lamp",
  init: () => GenStateMachine.ok("on", null),
  states: { on: () => undefined },
});
const App = Application.define({ name: "app" });
const Rooms = Registry.define({ name: "Rooms", keys: "unique" });
const Groups = ProcessGroups.define();
const Job = Task.define({ name: "Job", run: () => 1 });
const Kept = Agent.define({ name: "Kept", init: () => 0 });
const Parts = PartitionSupervisor.define({ child: Echo.child(), partitions: 1 });
const Source = stages.Producer.define({
  name: "Source",
  init: () => 0,
  handleDemand: (state) => [[], state],
});
const Sink = stages.Consumer.define({ name: "Sink", init: () => 0, handleEvents: (state) => state });
const Pool = WorkerPool.define({ worker: Echo, size: 1 });
const far = { placement: "worker", module: new URL("file:///echo.ts") } as const;

/** Calls one function with something that is no object where its options belong. */
type Attempt = (bad: never) => unknown;

/** What the runtime hands out, one of each. */
async function world(system: otp.System) {
  const server = await system.start(Echo);
  return {
    system,
    server,
    pid: server.pid!,
    me: system.attach(),
    tree: await system.start(Supervisor.define({})),
    dynamic: await system.start(DynamicSupervisor.define()),
    tasks: await system.start(TaskSupervisor.define()),
    lamp: await system.start(Lamp),
    rooms: await system.start(Rooms),
    groups: await system.start(Groups),
    kept: await system.start(Kept),
    parts: await system.start(Parts, { name: "parts" }),
    source: await system.start(Source),
    sink: await system.start(Sink),
    news: await system.start(stages.Broadcast.define()),
    task: Task.async(system, () => 1),
  };
}

type World = Awaited<ReturnType<typeof world>>;

const makers: { readonly [what: string]: Attempt } = {
  ArgumentError: (bad) => new ArgumentError("x", bad),
  CallError: (bad) => new otp.CallError("normal", bad),
  System: (bad) => new System(bad),
  Redaction: (bad) => new otp.Redaction(bad),
  FairScheduler: (bad) => new otp.FairScheduler(bad),
  toJson: (bad) => otp.toJson(1, new otp.Redaction(), bad),
  makeConsoleLogger: (bad) => otp.makeConsoleLogger(bad),
  otelLogger: (bad) => otp.otelLogger({ emit() {} }, bad),
  formatCrash: (bad) => otp.formatCrash({} as never, bad),
  formatLogEntry: (bad) => otp.formatLogEntry({} as never, bad),
  formatSupervision: (bad) => otp.formatSupervision({} as never, bad),
  "GenServer.ok": (bad) => GenServer.ok(1, bad),
  "GenServer.noreply": (bad) => GenServer.noreply(1, bad),
  "GenServer.reply": (bad) => GenServer.reply(1, 1, bad),
  "GenServer.stop": (bad) => GenServer.stop("normal", 1, bad),
  "Registry.via": (bad) => Registry.via("rooms", 1, bad),
  "RegistryDefinition.via": (bad) => Rooms.via("rooms", 1, bad),
  "Supervisor.childSpec": (bad) => Supervisor.childSpec(Echo, bad),
  "Supervisor.checkChildSpecs": (bad) => Supervisor.checkChildSpecs([], bad),
  "Task.child": (bad) => Task.child(() => 1, bad),
  "Supervisor.define": (bad) => Supervisor.define(bad),
  "DynamicSupervisor.define": (bad) => DynamicSupervisor.define(bad),
  "TaskSupervisor.define": (bad) => TaskSupervisor.define(bad),
  "ProcessGroups.define": (bad) => ProcessGroups.define(bad),
  "Broadcast.define": (bad) => stages.Broadcast.define(bad),
  "WorkerPool.define": (bad) => WorkerPool.define(bad),
  partitionDispatcher: (bad) => stages.partitionDispatcher(bad),
  placed: (bad) => placed(Echo, bad),
  pct: (bad) => simulated.pct(bad),
  Simulation: (bad) => new simulated.Simulation(bad),
  SimulationScheduler: (bad) => new simulated.SimulationScheduler(bad),
  VirtualClock: (bad) => new simulated.VirtualClock(bad),
  checkDeterminism: (bad) => simulated.checkDeterminism(() => {}, bad),
  MemoryNetwork: (bad) => new MemoryNetwork(bad),
  "MemoryNetwork.part": (bad) => new MemoryNetwork({ clock: new simulated.VirtualClock() }).part("a", "b", bad),
  "Simulation.addSystem": (bad) => new simulated.Simulation().addSystem("b", bad),
  "Simulation.connect": (bad) => new simulated.Simulation().connect("a", "b", bad),
  preemptiveScheduler: (bad) => preemptiveScheduler(bad),
};

const definitions = { Echo, Lamp, Rooms, Groups, Job, Kept, Parts, Source, Sink, Pool, Far: placed(Echo, far) };
const trees = { Tree: Supervisor.define({}), Dyn: DynamicSupervisor.define(), Tasks: TaskSupervisor.define() };
for (const [name, definition] of Object.entries({ ...definitions, ...trees, News: stages.Broadcast.define() })) {
  Object.assign(makers, { [`${name}.child`]: (bad: never) => definition.child(bad) });
  Object.assign(makers, { [`${name}.start`]: (bad: never) => definition.start(new System(), bad) });
}

const attempts = (w: World): { readonly [what: string]: Attempt } => ({
  "System.spawn": (bad) => w.system.spawn(() => {}, bad),
  "System.attach": (bad) => w.system.attach(bad),
  "System.sendAfter": (bad) => w.system.sendAfter(w.pid, 1, bad),
  "System.stop": (bad) => w.system.stop(bad),
  "EventStream.subscribe": (bad) => w.system.events.subscribe(() => {}, bad),
  "Self.monitor": (bad) => w.me.monitor(w.pid, bad),
  "Self.demonitor": (bad) => w.me.demonitor(w.me.monitor(w.pid), bad),
  "Self.alias": (bad) => w.me.alias(bad),
  "Self.sendAfter": (bad) => w.me.sendAfter(w.pid, 1, bad),
  "Self.sendInterval": (bad) => w.me.sendInterval(w.pid, 1, bad),
  "Self.startTimer": (bad) => w.me.startTimer(w.pid, 1, bad),
  "Self.spawn": (bad) => w.me.spawn(() => {}, bad),
  "Self.spawnLink": (bad) => w.me.spawnLink(() => {}, bad),
  "Self.spawnMonitor": (bad) => w.me.spawnMonitor(() => {}, bad),
  "Self.start": (bad) => w.me.start((self) => self.initAck(), bad),
  "Receiver.receive": (bad) => w.me.receive(undefined, bad),
  "ServerRef.call": (bad) => (w.server.call as (...args: unknown[]) => unknown)("count", undefined, bad),
  "ServerRef.stop": (bad) => w.server.stop(bad),
  "StateMachineRef.call": (bad) => (w.lamp.call as (...args: unknown[]) => unknown)("x", undefined, bad),
  "RequestId.wait": (bad) => w.server.sendRequest("count").wait(bad),
  "RequestId.receive": (bad) => w.server.sendRequest("count").receive(bad),
  "RequestIds.next": (bad) => new otp.RequestIds().next(bad),
  "RegistryRef.dispatch": (bad) => w.rooms.dispatch("x", async () => {}, bad),
  "RegistryRef.stop": (bad) => w.rooms.stop(bad),
  "ProcessGroupsRef.stop": (bad) => w.groups.stop(bad),
  "Task.async": (bad) => Task.async(w.system, () => 1, bad),
  "Task.start": (bad) => Task.start(w.system, () => 1, bad),
  "Task.startLink": (bad) => Task.startLink(w.me, () => 1, bad),
  "Task.awaitMany": (bad) => Task.awaitMany([w.task], bad),
  "Task.yieldMany": (bad) => Task.yieldMany([w.task], bad),
  "Task.asyncStream": (bad) => Task.asyncStream(w.system, [1], bad),
  "TaskRef.await": (bad) => w.task.await(bad),
  "TaskRef.yield": (bad) => w.task.yield(bad),
  "TaskRef.shutdown": (bad) => w.task.shutdown(bad),
  "Agent.start": (bad) => Agent.start(w.system, () => 1, bad),
  "AgentRef.get": (bad) => w.kept.get((state) => state, bad),
  "AgentRef.update": (bad) => w.kept.update((state) => state, bad),
  "AgentRef.getAndUpdate": (bad) => w.kept.getAndUpdate((state) => [state, state], bad),
  "AgentRef.stop": (bad) => w.kept.stop(bad),
  "SupervisorRef.stop": (bad) => w.tree.stop(bad),
  "DynamicSupervisorRef.stop": (bad) => w.dynamic.stop(bad),
  "PartitionSupervisorRef.stop": (bad) => w.parts.stop(bad),
  "TaskSupervisorRef.async": (bad) => w.tasks.async(() => 1, bad),
  "TaskSupervisorRef.asyncNoLink": (bad) => w.tasks.asyncNoLink(() => 1, bad),
  "TaskSupervisorRef.startChild": (bad) => w.tasks.startChild(() => 1, bad),
  "TaskSupervisorRef.asyncStream": (bad) => w.tasks.asyncStream([1], bad),
  "TaskSupervisorRef.asyncStreamNoLink": (bad) => w.tasks.asyncStreamNoLink([1], bad),
  "TaskSupervisorRef.stop": (bad) => w.tasks.stop(bad),
  "Application.start": (bad) => Application.start(w.system, App, bad),
  "Application.ensureStarted": (bad) => Application.ensureStarted(w.system, App, bad),
  "Application.ensureAllStarted": (bad) => Application.ensureAllStarted(w.system, [App], bad),
  "Application.putEnv": (bad) => Application.putEnv(w.system, App, bad),
  mailboxOf: (bad) => otp.mailboxOf(w.system, w.pid, bad),
  supervisionTree: (bad) => otp.supervisionTree(w.system, bad),
  "sys.awaitState": (bad) => sys.awaitState(w.system, w.pid, bad),
  "sys.replaceState": (bad) => sys.replaceState(w.system, w.pid, bad),
  "BroadcastRef.broadcastFrom": (bad) => w.news.broadcastFrom("x", 1, bad),
  "StageRef.subscribe": (bad) => w.sink.subscribe(w.source.pid!, bad),
  "StageRef.subscribeLater": (bad) => w.sink.subscribeLater(w.source.pid!, bad),
  "StageRef.toAsyncIterable": (bad) => w.source.toAsyncIterable(bad),
  ask: (bad) => stages.ask(w.me, {} as never, bad),
  cancel: (bad) => stages.cancel(w.me, {} as never, bad),
  connect: (bad) => connect(w.system, bad),
});

async function failureOf(attempt: Attempt, bad: unknown): Promise<unknown> {
  try {
    await attempt(bad as never);
  } catch (error) {
    return error;
  }
}

async function refuses(what: string, attempt: Attempt): Promise<void> {
  for (const bad of [null, 5, "x", []]) {
    const error = await failureOf(attempt, bad);
    assertInstanceOf(error, ArgumentError, `${what} with ${JSON.stringify(bad)}`);
    assertStringIncludes(error.message, error.action);
    assertEquals(error.rule === "", false, what);
    assertEquals(error.value, bad, what);
  }
}

Deno.test("checkOptions() gives an object back as it is, whatever it is made of", () => {
  for (const options of [{}, Object.create(null), { timeoutMs: 5 }, new Map()]) {
    assertEquals(checkOptions("wait", options) === options, true);
  }
  for (const bad of [undefined, null, 5, NaN, "x", true, 0n, Symbol("x"), [], () => {}]) {
    const error = (() => {
      try {
        return checkOptions("wait", bad);
      } catch (thrown) {
        return thrown;
      }
    })();
    assertInstanceOf(error, ArgumentError);
    assertEquals([error.action, error.rule, error.value], ["wait", "the options are an object", bad]);
  }
});

Deno.test("checkOptions(): whatever makes something refuses options that are no object", async () => {
  for (const [what, attempt] of Object.entries(makers)) await refuses(what, attempt);
});

Deno.test("checkOptions(): whatever acts on something refuses options that are no object, and nothing happens", async () => {
  await using system = new System({ logger: otp.silentLogger });
  const made = await world(system);
  const before = system.processCount;
  for (const [what, attempt] of Object.entries(attempts(made))) await refuses(what, attempt);
  assertEquals([system.stopped, system.processCount, system.events.active], [false, before, false]);
  assertEquals(await made.server.call("count"), 0);
});
