import { listProcesses, type Pid, ROOT_PID, type System } from "@superlearner/otp";
import { CleanupStack } from "../isolation/cleanup_stack.ts";
import { stopProcess } from "../isolation/stop_process.ts";
import { startDeadline } from "../waiting/deadline.ts";
import { ChaosReport } from "./chaos_report.ts";
import { disposeOf } from "./_disposing.ts";
import { beginScenario } from "./_scenario_end.ts";
import { recovery } from "./recovery.ts";
import { aliveText, type ChaosTarget, isThere, rootOf } from "./chaos_target.ts";

/** What a scenario is given. */
export interface ScenarioContext {
  /** What the suite is about. */
  readonly target: ChaosTarget;
  /** Its System. */
  readonly system: System;
  /** Decides, where chance is: each scenario of a suite has its own. */
  readonly seed: number;
  /** Disposes of something when the chaos is over, before recovery is waited for. */
  readonly use: <Resource extends Disposable | AsyncDisposable>(resource: Resource) => Resource;
  /** Does something then. */
  readonly defer: (cleanup: () => unknown) => void;
}

/** One kind of chaos, and when a target has stood it. */
export interface ChaosScenario {
  /** What it is called; no two of a suite are called the same. */
  name: string;
  /** Done before. @default nothing */
  setUp?: (context: ScenarioContext) => unknown;
  /** Makes chaos. What it gives is disposed of, where it can be; of a {@linkcode ChaosReport}, failures count. */
  chaos: (context: ScenarioContext) => unknown;
  /** Gives `true` when the target has recovered, and has the last word. @default it is alive, with all its children */
  recovered?: (context: ScenarioContext) => boolean | PromiseLike<boolean>;
  /** Done afterwards, whatever has failed. @default nothing */
  cleanUp?: (context: ScenarioContext) => unknown;
  /** How long it may take, in milliseconds of System time. @default {120_000} */
  timeoutMs?: number;
  /** How long the recovery may take, in milliseconds of System time. @default {5000} */
  recoverMs?: number;
}

/** Where a scenario is run. */
export interface ScenarioPlace extends Pick<ScenarioContext, "target" | "system" | "seed"> {
  /** How much time the suite has left, in milliseconds of System time. */
  readonly leftMs: number;
}

/** Runs a scenario, and undoes what it has done. Gives why it has failed, if it has; never rejects. */
export async function runScenario(
  scenario: ChaosScenario,
  place: ScenarioPlace,
): Promise<{ readonly reason: string | undefined; readonly durationMs: number }> {
  const { system, leftMs } = place;
  const { timeoutMs = 120_000 } = scenario;
  const begunAt = system.now();
  const before = new Set(rootsOf(place));
  const run = new ScenarioRun(scenario, place);
  const { promise: late, resolve } = Promise.withResolvers<string>();
  const suiteEnds = leftMs < timeoutMs;
  const limitMs = suiteEnds ? leftMs : timeoutMs;
  let reason: string | undefined;
  using scenarioEnd = beginScenario(system);
  {
    using _deadline = startDeadline(
      system.clock,
      limitMs,
      () => resolve(`${suiteEnds ? "suite time-out" : "time-out"}: ${run.phase} was not over within ${limitMs} ms`),
    );
    reason = await Promise.race([run.run(), late]);
  }
  if (!run.ended) scenarioEnd.over(reason!);
  const errors = await run.undo();
  for (const pid of rootsOf(place).reverse()) if (!before.has(pid)) await stopProcess(system, pid);
  if (errors.length > 0) reason = [...reason === undefined ? [] : [reason], ...errors].join("; ");
  return { reason, durationMs: Math.round((system.now() - begunAt) * 1000) / 1000 };
}

/** How long a clean-up may take, in milliseconds of System time. */
const CLEAN_UP_MS = 5000;

/** One run of a scenario. */
class ScenarioRun implements ScenarioContext {
  readonly target: ChaosTarget;
  readonly system: System;
  readonly seed: number;
  /** Whether it is over: one that took too long goes on. */
  ended = false;
  /** What it is at, in words. */
  phase = "the set-up";
  readonly #scenario: ChaosScenario;
  readonly #cleanups = new CleanupStack();
  #over = false;

  constructor(scenario: ChaosScenario, { target, system, seed }: ScenarioPlace) {
    this.#scenario = scenario;
    this.target = target;
    this.system = system;
    this.seed = seed;
  }

  readonly use = <Resource extends Disposable | AsyncDisposable>(resource: Resource): Resource => {
    this.#cleanups.use(resource);
    if (this.#over) void this.#cleanups.run(); // of a scenario that took too long
    return resource;
  };

  readonly defer = (cleanup: () => unknown): void => {
    this.#cleanups.defer(cleanup);
    if (this.#over) void this.#cleanups.run();
  };

  async run(): Promise<string | undefined> {
    const { setUp, chaos, recovered, recoverMs = 5000 } = this.#scenario;
    try {
      await setUp?.(this);
      if (!isThere(this.target)) return `the target was dead before the chaos: alive is ${aliveText(this.target)}`;
      this.phase = "the chaos";
      const given = await chaos(this);
      await disposeOf(given);
      this.phase = "what the chaos had put in use";
      const errors = await this.#cleanups.run();
      if (errors.length > 0) return `${this.phase} failed: ${errors.map(String).join("; ")}`;
      this.phase = "the recovery";
      const plan = { timeoutMs: recoverMs, ...(recovered === undefined ? {} : { recovered: () => recovered(this) }) };
      const failure = await recovery(this.target, plan);
      if (failure !== undefined) return `not recovered within ${recoverMs} ms: ${failure.reason}`;
      if (recovered === undefined && given instanceof ChaosReport && !given.passed) return `not recovered: ${given}`;
      return undefined;
    } catch (error) {
      return `${this.phase} failed: ${String(error)}`;
    } finally {
      this.ended = true;
    }
  }

  /** Undoes everything, and gives what that has brought up. */
  async undo(): Promise<string[]> {
    this.#over = true;
    const errors = (await this.#cleanups.run()).map((error) =>
      `what the chaos had put in use failed: ${String(error)}`
    );
    const { promise: late, reject } = Promise.withResolvers<never>();
    try {
      using _deadline = startDeadline(
        this.system.clock,
        CLEAN_UP_MS,
        () => reject(new Error(`It was not over within ${CLEAN_UP_MS} ms`)),
      );
      await Promise.race([this.#scenario.cleanUp?.(this), late]);
    } catch (error) {
      errors.push(`the clean-up failed: ${String(error)}`);
    }
    return [...errors, ...(await this.#cleanups.run()).map(String)];
  }
}

/** Who was started from outside any process, without the target. */
function rootsOf({ system, target }: ScenarioPlace): Pid[] {
  const own = rootOf(target);
  return listProcesses(system).filter(({ pid, parent }) => parent === ROOT_PID && pid !== own).map(({ pid }) => pid);
}
