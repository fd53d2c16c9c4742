import type { BenchRow } from "../../.ci/bench/types.ts";
import { GenServer } from "../mod.ts";
import { pct, pos, Simulation, type SimulationOptions } from "./mod.ts";

const RUNS = 1000;

const Account = GenServer.define({
  name: "Account",
  init: () => 0,
  calls: { balance: (balance) => [balance, balance] },
  casts: { set: (_balance, to: number) => to },
});

/** Five processes: an account, and four clerks who twice read the balance and then set it. About 20 turns. */
async function fiveProcesses(options: SimulationOptions): Promise<number> {
  await using simulation = new Simulation(options);
  const { system } = simulation;
  const account = await system.start(Account, { name: "account" });
  for (let clerk = 0; clerk < 4; clerk++) {
    system.spawn(async (self) => {
      const mine = Account.at(self, "account");
      for (let n = 0; n < 2; n++) mine.cast("set", await mine.call("balance") + 1);
    });
  }
  await simulation.settle();
  return await account.call("balance");
}

/** Runs a minute, each from a System of its own to its end. */
function runsPerMinute(options: SimulationOptions): () => Promise<number> {
  return async () => {
    const balances = new Set<number>();
    const started = performance.now();
    for (let seed = 0; seed < RUNS; seed++) balances.add(await fiveProcesses({ ...options, seed }));
    const took = performance.now() - started;
    if (balances.size < 2) throw new Error("Cannot count: every run was the same");
    return RUNS / (took / 60_000);
  };
}

const faults = { messages: { delay: { meanMs: 1, rate: 0.1 }, duplicate: 0.1 } };

/** How many interleavings are explored in a minute, on one core. */
export const rows: BenchRow[] = [
  ["random", {}] as const,
  ["pct", { strategy: pct() }] as const,
  ["pos", { strategy: pos() }] as const,
  ["faults", { faults }] as const,
].map(([name, options]) => ({
  name: `otp/simulation-${name}`,
  unit: "runs/min",
  goal: 50_000,
  goalIs: "absolute",
  ours: runsPerMinute(options),
}));
