import type { Outcome } from "./report.ts";

/** One run of the tests, as the history keeps it: one line of JSON. */
export interface HistoryRun {
  /** When it began, milliseconds since 1970. */
  readonly at: number;
  /**
   * The state of the code: the commit, or where files were changed since, a name that only runs started together share.
   * A test that both passes and fails in one state is flaky.
   */
  readonly state: string;
  /** How each test ended and how many milliseconds it took, by id. */
  readonly tests: Readonly<Record<string, readonly [outcome: Outcome, durationMs: number]>>;
}

/** One test over many runs. */
export interface TestHistory {
  /** The test. */
  readonly id: string;
  /** Whether it both passed and failed with the same code. */
  readonly flaky: boolean;
  /** Runs in which it passed. */
  readonly passed: number;
  /** Runs in which it failed. */
  readonly failed: number;
  /** Its runs, oldest first; those that skipped it are left out. */
  readonly runs: readonly HistoryPoint[];
}

/** How a test ended in one run. */
export interface HistoryPoint {
  /** When the run began, milliseconds since 1970. */
  readonly at: number;
  /** The state of the code. */
  readonly state: string;
  /** How it ended. */
  readonly outcome: Outcome;
  /** How long it took. */
  readonly durationMs: number;
}

/** A run as a line of JSON, its line end included. */
export function formatHistoryRun(run: HistoryRun): string {
  return `${JSON.stringify(run)}\n`;
}

/** Reads the lines of a history. One that is none (torn by a crash) is passed over and counted. */
export function parseHistory(text: string): { readonly runs: HistoryRun[]; readonly skipped: number } {
  const runs: HistoryRun[] = [];
  let skipped = 0;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const run = readRun(line);
    if (run === undefined) skipped++;
    else runs.push(run);
  }
  return { runs, skipped };
}

/** Every test that failed in at least one of the runs: the flaky ones first, then who fails most often. */
export function unsteadyTests(runs: readonly HistoryRun[]): TestHistory[] {
  const points = new Map<string, HistoryPoint[]>();
  for (const { at, state, tests } of [...runs].sort((one, other) => one.at - other.at)) {
    for (const [id, [outcome, durationMs]] of Object.entries(tests)) {
      if (outcome === "skipped") continue;
      const known = points.get(id);
      const point = { at, state, outcome, durationMs };
      if (known) known.push(point);
      else points.set(id, [point]);
    }
  }
  return [...points]
    .filter(([, runs]) => runs.some(({ outcome }) => outcome === "failed"))
    .map(([id, runs]) => summarise(id, runs))
    .sort((one, other) =>
      Number(other.flaky) - Number(one.flaky) || failureRate(other) - failureRate(one) || (one.id < other.id ? -1 : 1)
    );
}

/** Which part of its runs a test failed: 0 to 1. */
export function failureRate({ passed, failed }: TestHistory): number {
  return passed + failed === 0 ? 0 : failed / (passed + failed);
}

function summarise(id: string, runs: readonly HistoryPoint[]): TestHistory {
  const passed = new Set<string>();
  const failed = new Set<string>();
  for (const { state, outcome } of runs) (outcome === "failed" ? failed : passed).add(state);
  const failures = runs.filter(({ outcome }) => outcome === "failed").length;
  const flaky = !passed.isDisjointFrom(failed);
  return { id, flaky, passed: runs.length - failures, failed: failures, runs };
}

function readRun(line: string): HistoryRun | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  const { at, state, tests } = (value ?? {}) as Partial<Record<keyof HistoryRun, unknown>>;
  const sound = typeof at === "number" && typeof state === "string" && typeof tests === "object" && tests !== null &&
    Object.values(tests).every((test) =>
      Array.isArray(test) && ["passed", "failed", "skipped"].includes(test[0]) && typeof test[1] === "number"
    );
  return sound ? value as HistoryRun : undefined;
}
