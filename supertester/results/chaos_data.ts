/** Times in milliseconds, summed up. With nothing measured all are 0. */
export interface TimeSummary {
  /** The median. */
  readonly p50: number;
  /** The 95th percentile. */
  readonly p95: number;
  /** The 99th percentile. */
  readonly p99: number;
  /** The longest. */
  readonly max: number;
}

/** The `data` of a {@linkcode TestResult} of kind `"chaos"`. */
export interface ChaosData {
  /** Processes that crashed, whoever killed them. Siblings a supervisor stopped along with them are not counted. */
  readonly crashes: number;
  /** Crashes after which a successor ran again. */
  readonly recoveries: number;
  /** Crashes without a successor where one was due. */
  readonly failures: number;
  /** What the chaos itself killed. */
  readonly kills: number;
  /** From a crash to the successor's being ready, over all recoveries. */
  readonly timeToRecoverMs: TimeSummary;
  /** Whether the supervisor under chaos stopped, as when its restart intensity was reached. */
  readonly supervisorCrashed: boolean;
  /** How long it took, in the clock of the System. */
  readonly durationMs: number;
  /** What repeats the run: the seed of its choices. */
  readonly seed: number | string;
  /** What happened, oldest first. */
  readonly timeline: readonly ChaosEvent[];
  /** The parts of a suite, each with its own verdict. */
  readonly scenarios?: readonly ChaosScenarioData[];
}

/** One thing that happened under chaos. */
export interface ChaosEvent {
  /** Milliseconds since the chaos began. */
  readonly atMs: number;
  /** What happened. */
  readonly event: ChaosEventKind;
  /** To which process, as text: of a restart the successor. */
  readonly pid: string;
  /** Its id under its supervisor, where it has one. */
  readonly child?: string;
  /** Why, as text: the exit reason, or what the fault was. */
  readonly reason?: string;
}

/**
 * What a {@linkcode ChaosEvent} is: the chaos killed (`kill`), a process died (`crash`), its successor is ready
 * (`recovery`), none came (`failure`), its supervisor stopped it along with another (`stop`), another fault struck
 * (`fault`), it was taken back (`heal`).
 */
export type ChaosEventKind = "kill" | "crash" | "recovery" | "failure" | "stop" | "fault" | "heal";

/** One scenario of a chaos suite. */
export interface ChaosScenarioData {
  /** What it is called. */
  readonly name: string;
  /** Whether the System stood it. */
  readonly passed: boolean;
  /** How long it took, in the clock of the System. */
  readonly durationMs: number;
  /** Why it failed, as text. */
  readonly reason?: string;
}
