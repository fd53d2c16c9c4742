/** What a test has found out beside passing or failing, for reports: plain JSON. */
export interface TestResult {
  /** What it is, and so the form of `data`. */
  readonly kind: ResultKind;
  /** The test it comes from; empty where that is not known. */
  readonly test: string;
  /** What it is called among the results of its test. */
  readonly name: string;
  /** Whether all was as it should be. */
  readonly passed: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The report itself: plain JSON, of the form that belongs to its kind (`ChaosData`, `PerformanceData`, …). */
  readonly data: unknown;
  /** Files that belong to it: a CPU profile, a recording, a schedule. */
  readonly attachments?: readonly ResultAttachment[];
}

/** A file that belongs to a {@linkcode TestResult}. */
export interface ResultAttachment {
  /** Its file name, such as `checkout.cpuprofile`. */
  readonly name: string;
  /** What it holds: `application/json`, `text/plain`. */
  readonly mediaType: string;
  /** Its content. */
  readonly text: string;
}

/** The kinds of results. */
export type ResultKind = "chaos" | "performance" | "simulation" | "scenario" | "recording";

/** Takes results, one at a time. What it throws fails the test that has the result. */
export type ResultSink = (result: TestResult) => void;

/**
 * A program may hold several copies of this module: the one its tests import and, of another version, the one of the
 * command that runs them. They share the sinks.
 */
const SINKS = Symbol.for("superlearner.supertester.sinks");
const shared = globalThis as { [SINKS]?: Set<ResultSink> };
const sinks = shared[SINKS] ??= new Set<ResultSink>();

/**
 * Hears of every result from now on, until what is given is disposed of. The command line's runner uses it to write
 * results to a file; without a sink a result is dropped.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { addResultSink, publishResult } from "@superlearner/supertester";
 *
 * const kinds: string[] = [];
 * using _sink = addResultSink((result) => kinds.push(result.kind));
 * publishResult({ kind: "chaos", test: "survives", name: "kills", passed: true, at: 0, data: {} });
 * assertEquals(kinds, ["chaos"]);
 * ```
 */
export function addResultSink(sink: ResultSink): Disposable {
  const own: ResultSink = (result) => sink(result);
  sinks.add(own);
  return { [Symbol.dispose]: () => void sinks.delete(own) };
}

/** Hands a result to whoever writes them down. */
export function publishResult(result: TestResult): void {
  for (const sink of sinks) sink(result);
}
