import { GenServer, type System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import type { BenchRow } from "../../.ci/bench/types.ts";
import { explore } from "./explore.ts";
import type { SimulatedOptions } from "./simulated_options.ts";

const RUNS = 2000;

const Account = GenServer.define({
  name: "Account",
  init: () => 0,
  calls: { balance: (balance) => [balance, balance] },
  casts: { set: (_balance, to: number) => to },
});

/** What a bare simulation and a test have. */
interface World {
  readonly system: System;
  settle(): Promise<void>;
}

/** Five processes: an account, and four clerks who twice read the balance and then set it. About 20 turns. */
async function fiveProcesses(world: World): Promise<number> {
  const { system } = world;
  const account = await system.start(Account, { name: "account" });
  for (let clerk = 0; clerk < 4; clerk++) {
    system.spawn(async (self) => {
      const mine = Account.at(self, "account");
      for (let n = 0; n < 2; n++) mine.cast("set", await mine.call("balance") + 1);
    });
  }
  await world.settle();
  return await account.call("balance");
}

/** The same in a bare simulation. */
async function bare(seed: number): Promise<void> {
  await using simulation = new Simulation({ seed });
  await fiveProcesses(simulation);
}

async function perMinute(runs: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return runs / ((performance.now() - started) / 60_000);
}

function explored(options: SimulatedOptions): () => Promise<number> {
  return () =>
    perMinute(RUNS, async () => {
      const { passed, runs } = await explore(fiveProcesses, { runs: RUNS, ...options });
      if (!passed || runs !== RUNS) throw new Error(`Cannot count: ${runs} runs`);
    });
}

function bareRuns(): Promise<number> {
  return perMinute(RUNS, async () => {
    for (let seed = 0; seed < RUNS; seed++) await bare(seed);
  });
}

/** How many interleavings of a test are explored in a minute, on one core, and what a run costs beside a bare one. */
export const rows: BenchRow[] = [
  ...([
    ["portfolio", {}],
    ["random", { strategy: "random" }],
    ["faults", { faults: { messages: { delay: { meanMs: 1, rate: 0.1 }, duplicate: 0.1 } } }],
  ] as const).map(([name, options]): BenchRow => ({
    name: `supertester/simulated-${name}`,
    unit: "runs/min",
    goal: 50_000,
    goalIs: "absolute",
    ours: explored(options),
  })),
];

rows.push({
  name: "supertester/simulated-beside-bare",
  unit: "runs/min",
  goal: 0.15,
  ours: explored({ strategy: "random" }),
  peer: { name: "otp Simulation", run: bareRuns },
});
