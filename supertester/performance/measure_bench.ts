import type { BenchRow } from "../../.ci/bench/types.ts";
import { type ServerRef, System, whenIdle } from "@superlearner/otp";
import { measureMailbox } from "./mailbox.ts";
import { measure } from "./measure.ts";
import { Keeper, type KeeperCalls, type KeeperCasts } from "./testdata/servers.ts";

const RUNS = 20_000;
const BURST = 20_000;

/** How many a second, of so many. */
async function rate(count: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return count / ((performance.now() - started) / 1000);
}

/** How many casts a second a server takes, followed or not. */
async function burst(
  around: (keeper: ServerRef<KeeperCalls, KeeperCasts>, fn: () => Promise<void>) => Promise<unknown>,
) {
  await using system = new System();
  const keeper = await system.start(Keeper);
  return await rate(BURST, () =>
    around(keeper, async () => {
      for (let each = 0; each < BURST; each++) keeper.cast("note", "a");
      await whenIdle(system);
    }));
}

/** What measuring costs. */
export const rows: BenchRow[] = [
  {
    name: "supertester/measure/run",
    unit: "runs/s",
    goal: 10_000,
    goalIs: "absolute",
    ours: () => rate(RUNS, () => measure(() => {}, { runs: RUNS, warmup: 0 })),
  },
  {
    name: "supertester/measure/mailbox",
    unit: "messages/s",
    goal: 0.03,
    ours: () => burst(measureMailbox),
    peer: { name: "the same server, not followed", run: () => burst((_keeper, fn) => fn()) },
  },
];
