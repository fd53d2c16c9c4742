import { copyPackage, withoutEvents } from "../../.ci/bench/stripped.ts";
import type { BenchRow } from "../../.ci/bench/types.ts";
import * as otp from "../mod.ts";

type Otp = typeof otp;

const STARTS = 30_000;
const CALLS = 100_000;
const CASTS = 300_000;

/** Starts, calls, casts and kills a second; with or without a listener. */
async function work({ GenServer, System, DynamicSupervisor, silentLogger }: Otp, listens: boolean): Promise<number> {
  const Counter = GenServer.define({
    name: "Counter",
    init: () => 0,
    calls: { value: (count) => [count, count] },
    casts: { add: (count) => count + 1 },
  });
  await using system = new System({ logger: silentLogger });
  let heard = 0;
  if (listens) system.events.subscribe(() => void heard++);
  const supervisor = await system.start(DynamicSupervisor.define({ maxRestarts: STARTS }));
  const spec = Counter.child({ restart: "temporary" });
  const counter = await system.start(Counter);
  const started = performance.now();
  for (let i = 0; i < STARTS; i++) system.exit((await supervisor.startChild(spec)).pid!, "kill");
  for (let i = 0; i < CALLS; i++) await counter.call("value");
  for (let i = 0; i < CASTS; i++) counter.cast("add");
  if (await counter.call("value") !== CASTS) throw new Error("Cannot count: a cast went astray");
  if (listens !== heard > 0) throw new Error("Cannot measure events: they came, or did not come, against expectation");
  return (2 * STARTS + CALLS + CASTS) / ((performance.now() - started) / 1000);
}

let stripped: Otp | undefined;

/** What the event stream costs. */
export const rows: BenchRow[] = [
  {
    name: "otp/events-unheard",
    unit: "operations/s",
    goal: 0.95, // no difference, within what two runs of the same build differ by
    rounds: 15,
    ours: () => work(otp, false),
    peer: {
      name: "without events",
      install: async () => {
        stripped ??= await import(await copyPackage("otp", { change: withoutEvents })) as Otp;
        return true;
      },
      run: () => work(stripped!, false),
    },
  },
  {
    name: "otp/events-heard",
    unit: "operations/s",
    rounds: 15,
    ours: () => work(otp, true),
    peer: { name: "unheard", run: () => work(otp, false) },
  },
];
