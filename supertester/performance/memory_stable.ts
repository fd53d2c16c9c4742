import type { ProcessRef, System } from "@superlearner/otp";
import { settle } from "../chronicle/settling.ts";
import { atCaller } from "../presenting/at_caller.ts";
import { tellsAll } from "../presenting/tells_all.ts";
import type { PerformanceData } from "../results/performance_data.ts";
import { publishResult } from "../results/result.ts";
import { medianOf, summarize } from "../statistics/summary.ts";
import { checkCount, checkFunction, checkKeys, checkLimit } from "./_options.ts";
import { bytes } from "./_text.ts";
import { bytesIn, checkWatched, takeCensus, testNameOf } from "./watched.ts";

/** How much the memory of processes may grow. */
export interface MemoryStableOptions {
  /** How many bytes more there may be at the end than at the start. @default {1024} */
  maxGrowthBytes?: number;
  /** How often it is run; the memory is read after each. @default {9} */
  rounds?: number;
  /** The test that asks, for reports. @default that of the world of what is watched, as `isolated` makes one */
  test?: string;
}

/** The memory of processes over some rounds. */
export interface MemoryStableReport {
  /** The bytes of their states and mailboxes after each round. */
  readonly samples: readonly number[];
  /** Median of the last third of the rounds, less that of the first third. */
  readonly growthBytes: number;
}

/** The memory of processes grew by more than it may. */
export class MemoryGrowthError extends Error {
  /** Always `"MemoryGrowthError"`. */
  override readonly name: string = "MemoryGrowthError";
  /** What was found. */
  readonly report: MemoryStableReport;

  /** Makes the error of a report. */
  constructor(message: string, report: MemoryStableReport) {
    super(message);
    this.report = report;
  }
}

/**
 * Runs something a few times after which processes have as much memory as before: whatever they took meanwhile, they let
 * go of again. Decided by medians, so that one round may be different. To find a leak of few bytes, or one outside
 * processes, `assertNoMemoryLeak`.
 *
 * @throws {MemoryGrowthError} If there is more at the end: `max_growth_bytes exceeded (actual: 64 kB)`.
 *
 * @example
 * ```ts
 * import { GenServer, System } from "@superlearner/otp";
 * import { assertMemoryStable } from "@superlearner/supertester";
 *
 * const Basket = GenServer.define({
 *   name: "Basket",
 *   init: (): string[] => [],
 *   calls: { add: (items, item: string) => [items.length + 1, [...items, item]], empty: (items) => [items, []] },
 * });
 *
 * await using system = new System();
 * const basket = await system.start(Basket);
 * await assertMemoryStable(system, async () => {
 *   for (let item = 0; item < 100; item++) await basket.call("add", `item ${item}`);
 *   await basket.call("empty");
 * });
 * ```
 */
export async function assertMemoryStable(
  of: System | ProcessRef,
  fn: () => unknown,
  options: MemoryStableOptions = {},
): Promise<MemoryStableReport> {
  const action = "assert that memory is stable";
  checkKeys(action, options, ["maxGrowthBytes", "rounds", "test"]);
  checkWatched(action, of);
  checkFunction(action, fn);
  const { maxGrowthBytes = 1024, rounds = 9, test } = options;
  checkLimit(action, "maxGrowthBytes", maxGrowthBytes);
  checkCount(action, "rounds", { value: rounds, least: 3 });
  const system = "system" in of ? of.system : of;
  const samples: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await fn();
    await settle(system);
    samples.push(bytesIn(takeCensus(of)));
  }
  const third = Math.floor(rounds / 3);
  const growthBytes = medianOf(samples.slice(-third)) - medianOf(samples.slice(0, third));
  const report = { samples, growthBytes };
  const passed = growthBytes <= maxGrowthBytes;
  const data: PerformanceData = {
    metrics: { memoryBytes: { ...summarize(samples), unit: "bytes" } },
    bounds: [{
      name: "maxGrowthBytes",
      limit: maxGrowthBytes,
      actual: growthBytes,
      unit: "bytes",
      statistic: `medians of the first and last ${third} rounds`,
      passed,
    }],
    runs: rounds,
    warmup: 0,
  };
  publishResult({
    kind: "performance",
    test: test ?? testNameOf(of),
    name: "memory",
    passed,
    at: system.clock.wallTime(),
    data,
  });
  if (passed) return report;
  const error = new MemoryGrowthError(
    `max_growth_bytes exceeded (actual: ${bytes(growthBytes)})\n` +
      `  ${bytes(maxGrowthBytes)} are allowed, from the median of the first ${third} rounds to that of the last\n` +
      `  after each round: ${samples.map(bytes).join(", ")}`,
    report,
  );
  throw atCaller(tellsAll(error), assertMemoryStable);
}
