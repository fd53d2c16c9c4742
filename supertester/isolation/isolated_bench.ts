import type { BenchRow } from "../../.ci/bench/types.ts";
import { GenServer } from "@superlearner/otp";
import { castAndSync } from "../waiting/sync.ts";
import { isolated } from "./isolated.ts";
import type { IsolationOptions } from "./isolation_options.ts";

const TESTS = 1000;

const Counter = GenServer.define({
  name: "Counter",
  init: () => 0,
  calls: { value: (count) => [count, count] },
  casts: { add: (count, n: number) => count + n },
});

/** Seconds that so many tests of a server take, one after the other, each with a world of its own. */
async function tests(options: IsolationOptions): Promise<number> {
  const test = isolated(async (t) => {
    const counter = await t.start(Counter, { name: "counter" });
    await castAndSync(counter, "add", { payload: 2 });
    if (await counter.call("value") !== 2) throw new Error("Cannot count: a cast went astray");
  }, options);
  const started = performance.now();
  for (let n = 0; n < TESTS; n++) await test();
  return (performance.now() - started) / 1000;
}

/** What a test costs that has its own System. */
export const rows: BenchRow[] = [
  {
    name: "supertester/isolated/1000-tests",
    unit: "s",
    goal: 2,
    goalIs: "absolute",
    lowerIsBetter: true,
    ours: () => tests({}),
  },
  {
    name: "supertester/isolated/1000-tests-virtual",
    unit: "s",
    goal: 2,
    goalIs: "absolute",
    lowerIsBetter: true,
    ours: () => tests({ clock: "virtual" }),
  },
];
