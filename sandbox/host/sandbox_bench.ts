import { silentLogger, System } from "@superlearner/otp";
import type { BenchRow } from "../../.ci/bench/types.ts";
import { GUEST } from "./testdata/worlds.ts";
import { SandboxHost, type SandboxPoolOptions } from "./sandbox_host.ts";
import type { Isolation } from "../limits/limits.ts";

const CREATES = 20;
const CALLS = 3000;
const FIRST = "data:application/javascript,postMessage(1)";
/** What no inner wall can do without. */
const FIRST_WITH_VM = 'data:application/javascript,import "node:vm";postMessage(1)';
const ECHO = "onmessage=({data})=>postMessage(data)";
/** A turn with a limit for each message, and nothing in it. */
const TIMED_ECHO = `import vm from "node:vm";
const turn = new vm.Script("0");
onmessage = ({ data }) => (turn.runInThisContext({ timeout: 200 }), postMessage(data));`;

/** Sandboxes a second, each until its tree is up; what is destroyed in between does not count. */
async function creates(isolation: Isolation, pool?: SandboxPoolOptions): Promise<number> {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system, ...(pool && { pool }) });
  const options = { name: "guest", isolation, profile: "strict", source: { files: { "/main.ts": GUEST } } } as const;
  await (await host.create(options)).destroy(); // compiled from here on
  let tookMs = 0;
  for (let n = 0; n < CREATES; n++) {
    if (pool !== undefined) await refilled();
    const started = performance.now();
    const sandbox = await host.create(options);
    tookMs += performance.now() - started;
    await sandbox.destroy();
  }
  return CREATES / (tookMs / 1000);
}

/** The pool is filled while nobody waits. */
function refilled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 150));
}

async function bareWorkers(first: string): Promise<number> {
  let tookMs = 0;
  for (let n = 0; n < CREATES; n++) {
    const started = performance.now();
    const worker = new Worker(first, { type: "module" });
    await new Promise((resolve) => worker.onmessage = resolve);
    tookMs += performance.now() - started;
    worker.terminate();
  }
  return CREATES / (tookMs / 1000);
}

async function bareRuns(): Promise<number> {
  let tookMs = 0;
  for (let n = 0; n < CREATES; n++) {
    const started = performance.now();
    const args = ["run", "--quiet", "--no-lock", "--no-config", "data:application/javascript,console.log(1)"];
    await new Deno.Command(Deno.execPath(), { args, stdout: "null" }).output();
    tookMs += performance.now() - started;
  }
  return CREATES / (tookMs / 1000);
}

async function calls(isolation: Isolation): Promise<number> {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system });
  const options = { name: "guest", isolation, limits: { messagesPerSec: Infinity, cpuMs: Infinity } } as const;
  const sandbox = await host.create({ ...options, source: { files: { "/main.ts": GUEST } } });
  const pid = (await sandbox.whereis("counter"))!;
  for (let n = 0; n < 1000; n++) await sandbox.call(pid, "add", { payload: 1 });
  const started = performance.now();
  for (let n = 0; n < CALLS; n++) await sandbox.call(pid, "add", { payload: 1 });
  return CALLS / ((performance.now() - started) / 1000);
}

/** A message and its echo. */
async function roundTrips(echo: string): Promise<number> {
  const worker = new Worker(`data:application/javascript,${encodeURIComponent(echo)}`, { type: "module" });
  let answered: () => void = () => {};
  worker.onmessage = () => answered();
  const trip = () => {
    worker.postMessage({ to: "counter", kind: "add", payload: 1 });
    return new Promise<void>((resolve) => answered = resolve);
  };
  for (let n = 0; n < 1000; n++) await trip();
  const started = performance.now();
  for (let n = 0; n < CALLS; n++) await trip();
  const rate = CALLS / ((performance.now() - started) / 1000);
  worker.terminate();
  return rate;
}

const bareWorker = { name: "a bare worker's first message", run: () => bareWorkers(FIRST) };
const bareTrip = { name: "a bare postMessage round trip", run: () => roundTrips(ECHO) };
const bareRun = { name: "a bare deno run", run: bareRuns };

/** What the walls cost, against what is underneath them, in one run. */
export const rows: BenchRow[] = [
  { name: "sandbox/create-worker", unit: "starts/s", goal: 1 / 1.2, ours: () => creates("worker"), peer: bareWorker },
  {
    name: "sandbox/create-worker-bare", // what a worker with node:vm alone leaves
    unit: "starts/s",
    ours: () => bareWorkers(FIRST_WITH_VM),
    peer: bareWorker,
  },
  {
    name: "sandbox/create-worker-from-pool",
    unit: "starts/s",
    goal: 1 / 0.3,
    ours: () => creates("worker", { warm: 2 }),
    peer: bareWorker,
  },
  { name: "sandbox/create-process", unit: "starts/s", goal: 1 / 1.2, ours: () => creates("process"), peer: bareRun },
  {
    name: "sandbox/create-process-from-pool",
    unit: "starts/s",
    ours: () => creates("process", { warm: 1, isolation: "process" }),
    peer: bareRun,
  },
  {
    name: "sandbox/call-worker",
    unit: "calls/s",
    goal: 0.7,
    ours: () => calls("worker"),
    peer: bareTrip,
  },
  {
    name: "sandbox/call-bare", // what a limit for each message alone leaves
    unit: "calls/s",
    ours: () => roundTrips(TIMED_ECHO),
    peer: bareTrip,
  },
  { name: "sandbox/call-process", unit: "calls/s", ours: () => calls("process") },
];
