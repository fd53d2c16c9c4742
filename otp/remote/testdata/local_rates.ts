/**
 * Prints how quick local calls, or casts, are in a program that talks to another System as well: `local_rates.ts call|cast
 * connected|apart`.
 */
import { RealClock, silentLogger, System } from "../../mod.ts";
import { Counter, printLocalRate } from "../../testdata/local_rates.ts";
import { connect } from "../connection.ts";
import { MemoryNetwork } from "../memory_transport.ts";

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

const [what, how] = Deno.args;
const system = new System({ logger: silentLogger });

async function before(): Promise<void> {
  const far = await neighbour(system, how === "connected");
  for (let i = 0; i < 2000; i++) {
    far.cast("add");
    if (i % 10 === 0) await far.call("add");
  }
}

await printLocalRate(system, { what, before });
