/** Stores with a history, in files that vanish. */
import { VirtualClock } from "@superlearner/otp/simulation";
import { summarize } from "../../statistics/summary.ts";
import type { Measurement } from "../../performance/measure.ts";
import { openTrends, type Trends } from "../trends.ts";

/** A measurement whose runs all took as long. */
export function measured(value: number, name = "request"): Measurement {
  const timeMs = summarize([value, value, value]);
  return { name, at: 0, runs: 3, warmup: 0, timeMs };
}

/** A path in a folder of its own, which vanishes with it. */
export function temporaryPath(): Disposable & { readonly path: string } {
  const folder = Deno.makeTempDirSync();
  return { path: `${folder}/trends.db`, [Symbol.dispose]: () => Deno.removeSync(folder, { recursive: true }) };
}

/** A store of one machine, whose clock moves a minute with each record. */
export function openAt(
  path: string,
  machine = "a machine",
): Trends & { add(values: readonly number[], from?: number): void } {
  const clock = new VirtualClock({ wallTime: 1_000_000 });
  const trends = openTrends({ path, machine, clock });
  const add = (values: readonly number[], from = 1) => {
    for (const [index, value] of values.entries()) {
      clock.jump(60_000);
      trends.record(measured(value), { commit: `c${from + index}` });
    }
  };
  return Object.assign(trends, { add });
}

/** Figures that differ a little, the same ones each time. */
export function steady(count: number, centre: number): number[] {
  return Array.from({ length: count }, (_, index) => centre + [0, 1, -1, 2, -2][(index * 7) % 5]!);
}
