import { beam } from "../.ci/bench/beam.ts";
import type { BenchRow } from "../.ci/bench/types.ts";
import { DynamicSupervisor, GenServer, listProcesses, type Pid, type ServerRef, silentLogger, System } from "./mod.ts";

const MILLION = 1_000_000;
const IDLE = 100_000;

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { add: (count) => [count + 1, count + 1] },
  casts: { add: (count) => count + 1 },
});
type CounterRef = ServerRef<{ add: (count: number) => readonly [number, number] }, { add: (count: number) => number }>;

function heapBytes(): number {
  const { gc } = globalThis as { gc?: () => void };
  if (gc === undefined) throw new Error("Cannot weigh a heap: the task runs with --v8-flags=--expose-gc");
  gc();
  gc();
  return Deno.memoryUsage().heapUsed;
}

/** A System with so many servers under a supervisor, and some of them to talk to. */
async function populated(count: number): Promise<{ system: System; refs: CounterRef[] }> {
  const system = new System({ logger: silentLogger });
  const supervisor = await system.start(DynamicSupervisor.define());
  const spec = Counter.child();
  const refs: CounterRef[] = [];
  const everyNth = Math.max(1, Math.floor(count / 1000));
  for (let i = 0; i < count; i++) {
    const ref = await supervisor.startChild(spec);
    if (i % everyNth === 0) refs.push(ref);
  }
  return { system, refs };
}

/** Bytes of an idle server, its place at its supervisor included. */
async function memory(): Promise<number> {
  const before = heapBytes();
  const { system } = await populated(IDLE);
  const bytes = (heapBytes() - before) / IDLE;
  await system.stop();
  return bytes;
}

/** A million servers in one System: seconds until all are started, each was called once, and all are stopped. */
async function million(): Promise<number> {
  const started = performance.now();
  const system = new System({ logger: silentLogger });
  const supervisor = await system.start(DynamicSupervisor.define());
  const spec = Counter.child();
  const refs: CounterRef[] = [];
  for (let i = 0; i < MILLION; i++) refs.push(await supervisor.startChild(spec));
  for (const ref of refs) if (await ref.call("add") !== 1) throw new Error("Cannot count: a call went astray");
  await system.stop();
  if (system.processCount !== 0) throw new Error("Cannot count: somebody lives on");
  return (performance.now() - started) / 1000;
}

/** Megabytes of heap of a million servers. */
async function millionMemory(): Promise<number> {
  const before = heapBytes();
  const { system } = await populated(MILLION);
  const megabytes = (heapBytes() - before) / 1e6;
  await system.stop();
  return megabytes;
}

/** What is done over and over to a few processes among many. */
type Work = (world: { system: System; refs: CounterRef[] }) => Promise<number> | number;

const works: { readonly [name: string]: Work } = {
  call: async ({ refs }) => {
    for (let i = 0; i < 100_000; i++) await refs[i % refs.length]!.call("add");
    return 100_000;
  },
  cast: async ({ refs }) => {
    for (let i = 0; i < 500_000; i++) refs[i % refs.length]!.cast("add");
    for (const ref of refs) await ref.call("add");
    return 500_000;
  },
  name: ({ system, refs }) => {
    refs.forEach(({ pid }, i) => system.register(`name ${i}`, pid!));
    let found = 0;
    for (let i = 0; i < 500_000; i++) if (system.whereis(`name ${i % refs.length}`) !== undefined) found++;
    refs.forEach((_, i) => system.unregister(`name ${i}`));
    return found;
  },
  monitor: ({ system, refs }) => {
    const me = system.attach();
    const pids = refs.map(({ pid }) => pid!);
    for (let i = 0; i < 100_000; i++) me.demonitor(me.monitor(pids[i % pids.length]!));
    me.sendExit(me.pid, "normal");
    return 100_000;
  },
  kill: ({ system }) => {
    const pids: Pid[] = [];
    for (let i = 0; i < 50_000; i++) pids.push(system.spawn(() => new Promise(() => {})));
    for (const pid of pids) system.exit(pid, "kill");
    return pids.length;
  },
};

const worlds = new Map<number, Promise<{ system: System; refs: CounterRef[] }>>();

/** How often a second, among so many processes. */
function among(count: number, name: string): () => Promise<number> {
  return async () => {
    if (!worlds.has(count)) worlds.set(count, populated(count));
    const world = await worlds.get(count)!;
    const started = performance.now();
    const done = await works[name]!(world);
    return done / ((performance.now() - started) / 1000);
  };
}

/** Processes listed in a second, which takes as long as there are processes. */
function listed(count: number): () => Promise<number> {
  return async () => {
    if (!worlds.has(count)) worlds.set(count, populated(count));
    const { system } = await worlds.get(count)!;
    const started = performance.now();
    return listProcesses(system).length / ((performance.now() - started) / 1000);
  };
}

const few = { name: "1 k processes" };

/** How much of a rate among a thousand processes is left among so many. */
function flat(count: number, label: string): BenchRow[] {
  return Object.keys(works).map((name) => ({
    name: `otp/flat-${name}-${label}`,
    unit: "/s",
    goal: 0.5,
    ours: among(count, name),
    peer: { ...few, run: among(1000, name) },
  }));
}

/** What many processes cost. */
export const rows: BenchRow[] = [
  {
    name: "otp/memory",
    unit: "bytes",
    goal: 1 / 3,
    lowerIsBetter: true,
    ours: memory,
    peer: beam("memory"),
  },
  { name: "otp/million", unit: "s", ours: million },
  { name: "otp/million-memory", unit: "MB", ours: millionMemory },
  ...flat(30_000, "30k"),
  ...flat(MILLION, "1m"),
  // Linear: what is listed must be kept, so the garbage collector has its part; from 30 k on that is the same for each.
  {
    name: "otp/linear-list-1m",
    unit: "/s",
    goal: 0.5,
    ours: listed(MILLION),
    peer: { name: "30 k processes", run: listed(30_000) },
  },
];
