/**
 * Prints how many local calls, or casts, a second of the processor does: `local_rates.ts call|cast connected|apart`. A program
 * of its own, since what an engine has learnt of one kind of run stays with it; and the processor's time, since the
 * machine has more to do.
 */
import process from "node:process";
import { GenServer, RealClock, silentLogger, Supervisor, System } from "../../mod.ts";
import { connect } from "../connection.ts";
import { MemoryNetwork } from "../memory_transport.ts";

const CALLS = 300_000;
const CASTS = 2_000_000;

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { add: (count) => [count + 1, count + 1] },
  casts: { add: (count) => count + 1 },
});

/** Another System and a server in it, reached by its ref, or over a connection. */
async function neighbour(system: System, connected: boolean) {
  const other = new System({ logger: silentLogger });
  if (!connected) return await other.start(Counter);
  const [here, there] = new MemoryNetwork({ clock: new RealClock() }).pair("here", "there");
  const [connection] = await Promise.all([
    connect(system, { node: "here", transport: here }),
    connect(other, { node: "there", transport: there, offers: { Counter } }),
  ]);
  return Counter.at(system, await connection.start(system, "Counter"));
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

const [what, how] = Deno.args;
const system = new System({ logger: silentLogger });
const counter = await system.start(Counter);
await system.start(Supervisor.define({ children: [Counter.child()] }));
const far = await neighbour(system, how === "connected");
for (let i = 0; i < 2000; i++) {
  far.cast("add");
  if (i % 10 === 0) await far.call("add");
}

async function calls(): Promise<number> {
  for (let i = 0; i < CALLS; i++) await counter.call("add");
  return CALLS;
}

async function casts(): Promise<number> {
  for (let i = 0; i < CASTS; i++) counter.cast("add");
  await counter.call("add", undefined, { timeoutMs: Infinity });
  return CASTS;
}

let best = 0;
for (let round = 0; round < 8; round++) {
  for (const measure of [calls, casts]) { // both are done, since each leaves its mark on the code of the other
    const started = cpuMs();
    const rate = await measure() * 1000 / (cpuMs() - started);
    if (round >= 2 && measure === (what === "call" ? calls : casts)) best = Math.max(best, rate);
  }
}
console.log(best);
Deno.exit(0);
