import { ArgumentError } from "@superlearner/otp";
import { settle } from "../chronicle/settling.ts";
import { atCaller } from "../presenting/at_caller.ts";
import { tellsAll } from "../presenting/tells_all.ts";
import type { BoundData, PerformanceData } from "../results/performance_data.ts";
import { publishResult } from "../results/result.ts";
import { summarize } from "../statistics/summary.ts";
import { type HeapMeter, platformHeap } from "./heap_meter.ts";
import { type MemoryTrend, trendOf, trendText } from "./_memory_trend.ts";
import { checkCount, checkFunction, checkKeys, checkLimit } from "./_options.ts";
import { bytes } from "./_text.ts";
import {
  bytesIn,
  type Census,
  checkWatched,
  clockOf,
  systemsOf,
  takeCensus,
  testNameOf,
  type WatchedBy,
} from "./watched.ts";

export type { MemoryTrend } from "./_memory_trend.ts";

/** How a leak is looked for. */
export interface MemoryLeakOptions {
  /** How often it is run at least, measured; more, where 12 steps of equal length take more. @default {240} */
  iterations?: number;
  /** How often it is run before that: caches fill, code gets warm. @default a tenth of `iterations`, 10 at least */
  warmup?: number;
  /** How many bytes an iteration may leave behind in a process, and in all together; a number has 8. @default {4} */
  maxBytesPerIteration?: number;
  /**
   * The same of the heap, where compiled code and what the engine has learned of it grow for a while: up to some 300 bytes
   * with each of the first hundreds of iterations. @default 1024, or `maxBytesPerIteration` where that is more
   */
  maxHeapBytesPerIteration?: number;
  /** The processes whose state and mailboxes are judged. */
  of?: WatchedBy;
  /** How the heap is read; `false` leaves it out, and saves the time that collecting garbage takes. @default the platform's */
  heap?: HeapMeter | false;
  /** What it is called in reports. @default the function's name, or "operation" */
  name?: string;
  /** The test that asks, for reports. @default that of the world of what is watched, as `isolated` makes one */
  test?: string;
}

/** What was found. */
export interface MemoryLeakReport {
  /** How often it was run, measured. */
  readonly iterations: number;
  /** Each process that lived from the first sample to the last, and all together. */
  readonly processes: readonly MemoryTrend[];
  /** The heap without garbage. Absent where it was left out, or the platform does not tell or cannot collect. */
  readonly heap?: MemoryTrend;
}

/** Something keeps more and more memory. */
export class MemoryLeakError extends Error {
  /** Always `"MemoryLeakError"`. */
  override readonly name: string = "MemoryLeakError";
  /** All that was found, also what does not leak. */
  readonly report: MemoryLeakReport;

  /** Makes the error of a report. */
  constructor(message: string, report: MemoryLeakReport) {
    super(message);
    this.report = report;
  }
}

const STEPS = 12;

/** Some garbage is found to be garbage only when something else has been collected. */
const COLLECTIONS = 2;

const KNOWN = [
  "iterations",
  "warmup",
  "maxBytesPerIteration",
  "maxHeapBytesPerIteration",
  "of",
  "heap",
  "name",
  "test",
];

/**
 * Runs something again and again, and fails if memory grows with it. Processes first: the bytes of state and mailbox of
 * each, which is exact for states of up to 10,000 values. Then the heap, after its garbage is collected. What counts is how
 * fast it grows with each iteration: a slope that outliers do not move, and its confidence interval (Theil and Sen), of 99 %
 * over the whole and 80 % over the second half.
 *
 * @throws {MemoryLeakError} If something grows for sure by more than is allowed.
 * @throws {ArgumentError} If an option is unknown or wrong, or nothing can be judged here.
 *
 * @example
 * ```ts
 * import { assertRejects } from "@std/assert";
 * import { GenServer, System } from "@superlearner/otp";
 * import { assertNoMemoryLeak, MemoryLeakError } from "@superlearner/supertester";
 *
 * const Sessions = GenServer.define({
 *   name: "Sessions",
 *   init: (): string[] => [],
 *   calls: { open: (sessions, user: string) => [user, [...sessions, user]] }, // and who closes them?
 * });
 *
 * await using system = new System();
 * const sessions = await system.start(Sessions);
 * await assertRejects(
 *   () => assertNoMemoryLeak((nth) => sessions.call("open", `user ${nth}`), { of: sessions, heap: false }),
 *   MemoryLeakError,
 *   "max_bytes_per_iteration exceeded",
 * );
 * ```
 */
export async function assertNoMemoryLeak(
  fn: (iteration: number) => unknown,
  options: MemoryLeakOptions = {},
): Promise<MemoryLeakReport> {
  const action = "assert that nothing leaks";
  checkKeys(action, options, KNOWN);
  checkFunction(action, fn);
  const { iterations = 240, maxBytesPerIteration = 4, of, test } = options;
  checkCount(action, "iterations", { value: iterations, least: STEPS });
  checkLimit(action, "maxBytesPerIteration", maxBytesPerIteration);
  const { maxHeapBytesPerIteration = Math.max(1024, maxBytesPerIteration) } = options;
  checkLimit(action, "maxHeapBytesPerIteration", maxHeapBytesPerIteration);
  const { warmup = Math.max(10, Math.ceil(iterations / 10)) } = options;
  checkCount(action, "warmup", { value: warmup, least: 0 });
  if (of !== undefined) checkWatched(action, of);
  const heap = options.heap === false ? undefined : fitForLeaks(options.heap ?? platformHeap());
  if (of === undefined && heap === undefined) {
    throw new ArgumentError(action, {
      rule: "processes are watched (of) where the heap is left out, not told, or cannot be collected",
      value: undefined,
    });
  }
  const iterationsPerStep = Math.ceil(iterations / STEPS);
  const censuses: Census[] = [];
  const used: number[] = [];
  let iteration = 0;
  const run = async (times: number) => {
    for (let each = 0; each < times; each++) await fn(iteration++);
    await settleAll(of);
    if (of !== undefined) censuses.push(takeCensus(of));
    if (heap === undefined) return;
    for (let time = 0; time < COLLECTIONS; time++) await heap.collect!();
    used.push(heap.usedBytes()!);
  };
  await run(warmup);
  for (let step = 0; step < STEPS; step++) await run(iterationsPerStep);
  const judge = (what: string, samples: number[], allowed: number) =>
    trendOf(what, samples, { iterationsPerStep, maxBytesPerIteration: allowed });
  const report: MemoryLeakReport = {
    iterations: STEPS * iterationsPerStep,
    processes: processSeries(censuses).map(([what, samples]) => judge(what, samples, maxBytesPerIteration)),
    ...(heap === undefined ? {} : { heap: judge("the heap", used, maxHeapBytesPerIteration) }),
  };
  const trends = [...report.processes, ...report.heap === undefined ? [] : [report.heap]];
  const leaks = trends.filter((each) => each.leaks);
  const data: PerformanceData = {
    metrics: Object.fromEntries(
      trends.map(({ what, samples }) => [`bytes of ${what}`, { ...summarize(samples), unit: "bytes" }]),
    ),
    bounds: trends.map((trend) => boundOf(trend, trend === report.heap)),
    runs: report.iterations,
    warmup,
  };
  publishResult({
    kind: "performance",
    test: test ?? testNameOf(of),
    name: options.name ?? (fn.name || "operation"),
    passed: leaks.length === 0,
    at: clockOf(of).wallTime(),
    data,
  });
  if (leaks.length > 0) throw atCaller(tellsAll(leakError(report, leaks)), assertNoMemoryLeak);
  return report;
}

function boundOf(trend: MemoryTrend, isHeap: boolean): BoundData {
  const { what, bytesPerIteration, maxBytesPerIteration, leaks } = trend;
  return {
    name: isHeap ? "maxHeapBytesPerIteration" : "maxBytesPerIteration",
    of: what,
    limit: maxBytesPerIteration,
    actual: bytesPerIteration,
    unit: "bytes",
    statistic: "slope, 99 % sure",
    passed: !leaks,
  };
}

function leakError(report: MemoryLeakReport, leaks: readonly MemoryTrend[]): MemoryLeakError {
  const worst = leaks.reduce((most, each) => each.bytesPerIteration > most.bytesPerIteration ? each : most);
  const label = worst === report.heap ? "max_heap_bytes_per_iteration" : "max_bytes_per_iteration";
  return new MemoryLeakError(
    [
      `${label} exceeded (actual: ${bytes(worst.bytesPerIteration)})`,
      `  over ${report.iterations} iterations after the warm-up`,
      ...leaks.map(trendText),
    ].join("\n"),
    report,
  );
}

/** Without garbage being collected, a heap grows and shrinks as it likes. */
function fitForLeaks(heap: HeapMeter): HeapMeter | undefined {
  return heap.collect !== undefined && heap.usedBytes() !== undefined ? heap : undefined;
}

/** The bytes of each process that lived all the time, and of all together, which new processes grow as well. */
function processSeries(censuses: readonly Census[]): [string, number[]][] {
  const [first] = censuses;
  if (first === undefined) return [];
  const series: [string, number[]][] = [];
  for (const [system, infos] of first) {
    for (const [pid, { name, module }] of infos) {
      const samples = censuses.flatMap((census) => census.get(system)?.get(pid)?.memory ?? []);
      if (samples.length === censuses.length) series.push([`${pid} (${name ?? module})`, samples]);
    }
  }
  const count = (census: Census | undefined) => [...census?.values() ?? []].reduce((sum, { size }) => sum + size, 0);
  const [before, after] = [count(first), count(censuses.at(-1))];
  const [only] = series;
  if (only !== undefined && before === 1 && after === 1) return series;
  const grown = before === after ? `${after}` : `${before} at first, ${after} at last`;
  return [...series, [`all processes together (${grown})`, censuses.map(bytesIn)]];
}

async function settleAll(of: WatchedBy | undefined): Promise<void> {
  if (of !== undefined) { for (const system of systemsOf(of)) await settle(system); }
}
