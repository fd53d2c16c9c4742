/** How quick local messages are in a program, once something else has been done in it. */
import process from "node:process";
import type { BenchRow } from "../../.ci/bench/types.ts";
import { GenServer, type ServerDefinition, Supervisor, type System } from "../mod.ts";

const CALLS = 300_000;
const CASTS = 2_000_000;

/** Counts what it is told. */
export const Counter: ServerDefinition<
  number,
  [],
  { add: (count: number) => [number, number] },
  { add: (count: number) => number }
> = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { add: (count: number): [number, number] => [count + 1, count + 1] },
  casts: { add: (count: number): number => count + 1 },
});

/**
 * Prints how many local calls, or casts, a second of the processor does, and ends the program. One of its own is needed for
 * that, since what an engine has learnt of one kind of run stays with it; and the processor's time, since the machine has
 * more to do.
 *
 * @param before What is done in the program before it is measured.
 */
export async function printLocalRate(
  system: System,
  { what, before }: { what: string | undefined; before: () => Promise<void> },
): Promise<never> {
  const counter = await system.start(Counter);
  await system.start(Supervisor.define({ children: [Counter.child()] }));
  await before();

  const calls = async () => {
    for (let i = 0; i < CALLS; i++) await counter.call("add");
    return CALLS;
  };
  const casts = async () => {
    for (let i = 0; i < CASTS; i++) counter.cast("add");
    await counter.call("add", undefined, { timeoutMs: Infinity });
    return CASTS;
  };

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
}

/** A row of a bench: a script that ends in {@linkcode printLocalRate}, done in two ways. */
export function localRateRow(options: {
  readonly name: string;
  readonly script: URL;
  readonly what: "call" | "cast";
  readonly how: string;
  readonly peer: { readonly name: string; readonly how: string };
}): BenchRow {
  const { name, script, what, how, peer } = options;
  const rate = async (how: string) => {
    const args = ["run", "--no-check", "--allow-all", script.pathname, what, how];
    const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
    return Number(new TextDecoder().decode(stdout));
  };
  return {
    name,
    unit: `${what}s/s`,
    goal: 0.95,
    ours: () => rate(how),
    rounds: 9,
    peer: { name: peer.name, run: () => rate(peer.how) },
  };
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
