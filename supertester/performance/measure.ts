import type { Clock } from "@superlearner/otp";
import { summarize, type Summary } from "../statistics/summary.ts";
import { type HeapMeter, platformHeap } from "./heap_meter.ts";
import { checkCount, checkFunction, checkKeys, isPending } from "./_options.ts";
import { bytesIn, checkWatched, clockOf, MessageCount, takeCensus, type WatchedBy } from "./watched.ts";

/** How something is measured. */
export interface MeasureOptions {
  /** What it is called in reports. @default the function's name, or "operation" */
  name?: string;
  /** How often it is run and measured. @default {30} */
  runs?: number;
  /** How often it is run before that, unmeasured: code gets faster once it is warm. @default {5} */
  warmup?: number;
  /** Whose memory and messages are measured as well. Meanwhile their System builds an event for each process that ends. */
  of?: WatchedBy;
  /** Where time comes from. @default the clock of the System that is watched, or the machine's */
  clock?: Clock;
  /** How the heap is read. @default what the platform tells */
  heap?: HeapMeter;
}

/** What repeated runs took. Plain data, as JSON keeps it. */
export interface Measurement {
  /** What was measured. */
  readonly name: string;
  /** When it was over: milliseconds since 1970. */
  readonly at: number;
  /** How many runs were measured. */
  readonly runs: number;
  /** How many were run before, unmeasured. */
  readonly warmup: number;
  /** How long a run took, in milliseconds. */
  readonly timeMs: Summary;
  /** Messages that the watched processes took in a run. Absent where none are watched. */
  readonly messages?: Summary;
  /** By how many bytes state and mailboxes of the watched processes grew in a run. Absent where none are watched. */
  readonly memoryBytes?: Summary;
  /**
   * By how many bytes the heap grew in a run: what it has allocated, whether it keeps it or not, and what ran beside it.
   * Runs in which garbage was collected are left out. Absent where the platform does not tell, or no run was left.
   */
  readonly heapBytes?: Summary;
}

/** The names of the options, for whoever takes more of them. */
export const MEASURE_OPTIONS: readonly string[] = ["name", "runs", "warmup", "of", "clock", "heap"];

/**
 * Runs something again and again and says what it took. One run after another: the next begins when what the one before
 * has returned is settled. What a run throws is thrown.
 *
 * @throws {ArgumentError} If an option is unknown or wrong.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { measure } from "@superlearner/supertester";
 *
 * const Counter = GenServer.define({
 *   name: "Counter",
 *   init: () => 0,
 *   calls: { next: (count) => [count, count + 1] },
 * });
 *
 * await using system = new System();
 * const counter = await system.start(Counter);
 * const { timeMs, messages } = await measure(() => counter.call("next"), { of: system });
 * assertEquals([timeMs.count, messages?.median], [30, 1]);
 * ```
 */
export async function measure(fn: () => unknown, options: MeasureOptions = {}): Promise<Measurement> {
  checkMeasure("measure", fn, options);
  checkKeys("measure", options, MEASURE_OPTIONS);
  const { runs = 30, warmup = 5, of, clock = clockOf(of), heap = platformHeap() } = options;
  for (let run = 0; run < warmup; run++) await fn();
  const times: number[] = [];
  const growths: number[] = [];
  const handled: number[] = [];
  const allocated: number[] = [];
  for (let run = 0; run < runs; run++) {
    const before = of && takeCensus(of);
    using count = before && new MessageCount(of!, before);
    const heapBefore = heap.usedBytes();
    const began = clock.now();
    const pending = fn();
    if (isPending(pending)) await pending; // an await would count as well
    times.push(clock.now() - began);
    const heapGrowth = (heap.usedBytes() ?? NaN) - (heapBefore ?? NaN);
    if (heapGrowth >= 0) allocated.push(heapGrowth);
    if (before === undefined) continue;
    const after = takeCensus(of!);
    growths.push(bytesIn(after) - bytesIn(before));
    handled.push(count!.until(after));
  }
  return {
    name: options.name ?? (fn.name || "operation"),
    at: clock.wallTime(),
    runs,
    warmup,
    timeMs: summarize(times),
    ...(of === undefined ? {} : { messages: summarize(handled), memoryBytes: summarize(growths) }),
    ...(allocated.length === 0 ? {} : { heapBytes: summarize(allocated) }),
  };
}

/** Refuses what cannot be measured, or not so. */
export function checkMeasure(action: string, fn: unknown, options: MeasureOptions): void {
  checkFunction(action, fn);
  if (options.runs !== undefined) checkCount(action, "runs", { value: options.runs, least: 1 });
  if (options.warmup !== undefined) checkCount(action, "warmup", { value: options.warmup, least: 0 });
  if (options.of !== undefined) checkWatched(action, options.of);
}
