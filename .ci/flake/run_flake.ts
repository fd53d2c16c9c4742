import { deno, type Outcome } from "../lib/command.ts";
import { TEST_LOCK } from "../lib/test_lock.ts";
import { conclude, readSummary } from "../run_tests.ts";
import type { FlakeOptions } from "./options.ts";
import { type Failure, readFailures } from "./failures.ts";

/** One run of the tests. */
export interface FlakeRun {
  /** From 1. */
  number: number;
  seed: number;
  ok: boolean;
  passed: number;
  /** In the order in which they were reported; none if the run broke before it could say. */
  failures: Failure[];
  /** What was printed about the failures, or the end of all that was printed; empty if the run passed. */
  details: string;
  hung: boolean;
  durationMs: number;
}

/** Where the tests run, and who hears of each run. */
export interface FlakeEnvironment {
  cwd: string;
  onRun?: (run: FlakeRun) => void;
  /** Runs Deno; another one is for tests. */
  start?: (args: string[], options: { cwd: string; signal: AbortSignal }) => Promise<Outcome>;
}

/** How much of a run that broke is shown. */
const TAIL_LINES = 40;

/** Runs the tests as often as is asked for. The types are left to the gate: they do not flake. */
export async function runFlake(options: FlakeOptions, environment: FlakeEnvironment): Promise<FlakeRun[]> {
  const { cwd, onRun = () => {}, start = deno } = environment;
  const runs: FlakeRun[] = [];
  for (let number = 1; number <= options.runs; number++) {
    const seed = options.seed + number - 1;
    const signal = AbortSignal.timeout(options.limitMs);
    const args = ["test", "-A", "--no-check", TEST_LOCK, `--shuffle=${seed}`, "--parallel", ...options.rest];
    const run = read(await start([...args, ...options.only], { cwd, signal }), { number, seed, hung: signal.aborted });
    runs.push(run);
    onRun(run);
  }
  return runs;
}

function read({ code, output, durationMs }: Outcome, about: Pick<FlakeRun, "number" | "seed" | "hung">): FlakeRun {
  const summary = readSummary(output);
  const { ok } = conclude(code, summary);
  const { failures, errors } = readFailures(output);
  const details = ok ? "" : errors || output.trimEnd().split("\n").slice(-TAIL_LINES).join("\n");
  return { ...about, ok, passed: summary?.passed ?? 0, failures, details, durationMs };
}
