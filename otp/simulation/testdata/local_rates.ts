/**
 * Prints how quick the calls, or casts, of a real System are in a program that has run a Simulation before, or another
 * System: `local_rates.ts call|cast simulated|real`.
 */
import { silentLogger, System } from "../../mod.ts";
import { Counter, printLocalRate } from "../../testdata/local_rates.ts";
import { Simulation } from "../simulation.ts";

const [what, how] = Deno.args;

/** The same messages in another System, which is gone when they are done. */
async function use(system: System, settle: () => Promise<unknown>): Promise<void> {
  const counter = await system.start(Counter);
  for (let i = 0; i < 2000; i++) {
    counter.cast("add");
    if (i % 10 > 0) continue;
    const call = counter.call("add");
    await settle();
    await call;
  }
}

async function before(): Promise<void> {
  if (how === "simulated") {
    await using simulation = new Simulation({ logger: silentLogger });
    await use(simulation.system, () => simulation.settle());
  } else {
    await using system = new System({ logger: silentLogger });
    await use(system, () => Promise.resolve());
  }
}

await printLocalRate(new System({ logger: silentLogger }), { what, before });
