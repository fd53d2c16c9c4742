import { silentLogger, System } from "@superlearner/otp";
import type { BenchRow } from "../../.ci/bench/types.ts";
import { type AnyIsolation, GUEST } from "./testdata/worlds.ts";
import { SandboxHost, type SandboxPoolOptions } from "./sandbox_host.ts";

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
async function creates(isolation: AnyIsolation, pool?: SandboxPoolOptions): Promise<number> {
  await using system = new System({ logger: silentLogger });
  await using host = new SandboxHost({ system, ...(pool && { pool }) });
  const options = { name: "guest", isolation, profile: "strict", source: { files: { "/main.ts": GUEST } } } as const;
  await (await host.create(options)).destroy(); // compiled from here on
  if (typeof isolation === "object") await host.create({ ...options, name: "neighbour" }); // the process is there
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

async function bareRuns(code: string): Promise<number> {
  let tookMs = 0;
  for (let n = 0; n < CREATES; n++) {
    const started = performance.now();
    const args = [
      "run",
      "--quiet",
      "--no-lock",
      "--no-config",
      `data:application/javascript,${encodeURIComponent(code)}`,
    ];
    await new Deno.Command(Deno.execPath(), { args, stdout: "null" }).output();
    tookMs += performance.now() - started;
  }
  return CREATES / (tookMs / 1000);
}

async function calls(isolation: AnyIsolation): Promise<number> {
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

/** In a program of its own: what was freed there is not given back to the system at once. */
async function idleMemory(): Promise<number> {
  const script = new URL("./testdata/idle_memory.ts", import.meta.url).pathname;
  const args = ["run", "--quiet", "-A", "--no-check", "--no-lock", "--unstable-worker-options", script];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args, stderr: "inherit" }).output();
  return Number(new TextDecoder().decode(stdout));
}

const bareWorker = { name: "a bare worker's first message", run: () => bareWorkers(FIRST) };
const bareTrip = { name: "a bare postMessage round trip", run: () => roundTrips(ECHO) };
const bareRun = { name: "a bare deno run", run: () => bareRuns("console.log(1)") };

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
    name: "sandbox/create-process-bare", // what a process with a worker that has node:vm leaves
    unit: "starts/s",
    ours: () =>
      bareRuns(`new Worker(${JSON.stringify(FIRST_WITH_VM)}, { type: "module" }).onmessage = () => Deno.exit();`),
    peer: bareRun,
  },
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
  {
    name: "sandbox/create-shared-process",
    unit: "starts/s",
    ours: () => creates({ shared: "students" }),
    peer: { name: "a sandbox in a process of its own", run: () => creates("process") },
  },
  {
    name: "sandbox/call-shared-process",
    unit: "calls/s",
    ours: () => calls({ shared: "students" }),
    peer: { name: "a call into a process of its own", run: () => calls("process") },
  },
  {
    name: "sandbox/idle-worker-memory",
    unit: "MB each, of 200",
    lowerIsBetter: true,
    warmUps: 0,
    ours: idleMemory,
  },
  { name: "sandbox/call-process", unit: "calls/s", ours: () => calls("process") },
];
