import { ArgumentError, type System } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { LeakError } from "../isolation/leaks.ts";
import { explore } from "../simulation/explore.ts";
import type { Exploration } from "../simulation/exploration.ts";
import type { RunFailure } from "../simulation/failure.ts";
import { failureText } from "../simulation/failure_report.ts";
import { simulationResult } from "../simulation/simulation_result.ts";
import type { SimContext } from "../simulation/sim_context.ts";
import { seedOf, tokenFor } from "../simulation/environment.ts";
import type { SimulatedRunner } from "../simulation/simulated.ts";
import { singleRun } from "../simulation/single_run.ts";
import { drawSpaceTime } from "../simulation/space_time.ts";
import { partsOf, type Scenario } from "./define_scenario.ts";
import { assertNoOrphans } from "./orphans.ts";
import { runInRealTime } from "./real_run.ts";
import { PhaseFailure, ScenarioError } from "./scenario_error.ts";
import type { LooseScenario, RunWorld } from "./scenario_parts.ts";
import type { RunReport, ScenarioReport } from "./scenario_report.ts";
import { publishScenario } from "./publish_scenario.ts";
import { NO_RUN, ScenarioRun } from "./scenario_run.ts";

/** How a scenario is run. */
export interface RunScenarioOptions {
  /**
   * Whose time it is: virtual, under many orders of turns; or the machine's, once, in the order that comes about.
   *
   * @default {"virtual"}
   */
  clock?: "virtual" | "real";
  /** The test it belongs to, as `Deno.test` gives it: then the line that runs a failure again names it. @default none */
  runner?: SimulatedRunner;
  /** The run that a token stands for, and no other. @default `SUPERTESTER_REPLAY`, if it is of this scenario */
  replay?: string;
}

const ACTION = "run a scenario";

/**
 * Runs a scenario: in virtual time, under many orders of turns; the first run that fails is made as small as it gets, and the
 * error says in which line it is had again. In real time, once. Every run has a System of its own, in which nothing is linked
 * to the test. Also a result of kind `"scenario"`, but for one
 * with a schedule of its own.
 *
 * @throws {ScenarioError} If it fails: in which part, by what, and the report of that run.
 * @throws {ArgumentError} If it is no scenario, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { defineScenario, runScenario, ScenarioError } from "@superlearner/supertester";
 *
 * const Account = GenServer.define({
 *   name: "Account",
 *   init: () => 0,
 *   calls: { balance: (balance) => [balance, balance] },
 *   casts: { set: (_balance, to: number) => to },
 * });
 * const scenario = defineScenario({
 *   server: Account,
 *   clients: (op) => {
 *     const deposit = op.custom(async (account) => account.cast("set", await account.call("balance") + 10));
 *     return [[deposit], [deposit]];
 *   },
 *   invariant: async ({ server }) => await server.call("balance") === 20,
 * });
 * const error = await assertRejects(() => runScenario(scenario), ScenarioError);
 * assertEquals([error.phase, error.report.events.length], ["invariant", 4]);
 * ```
 */
export async function runScenario(scenario: Scenario, options: RunScenarioOptions = {}): Promise<ScenarioReport> {
  const parts = partsOf(ACTION, scenario);
  checkRunOptions(options, parts);
  const { report, failure } =
    await (options.clock === "real"
      ? realRun(parts)
      : parts.schedule === undefined
      ? exploredRuns(parts, options)
      : scheduledRun(parts));
  const error = failure === undefined
    ? undefined
    : new ScenarioError(failure.message, { phase: phaseOf(failure), report, cause: causeOf(failure) });
  // Of many that are made up, whoever makes them up tells what came of all.
  if (parts.schedule === undefined) {
    publishScenario(report, { test: options.runner?.name ?? "", error, more: failure?.more });
  }
  if (error !== undefined) throw error;
  return report;
}

/** What came of all runs. */
interface Outcome {
  readonly report: ScenarioReport;
  readonly failure?: { message: string; kind: string; error?: unknown; more?: Record<string, unknown> };
}

async function exploredRuns(parts: LooseScenario, options: RunScenarioOptions): Promise<Outcome> {
  const test = { name: options.runner?.name ?? "", origin: options.runner?.origin ?? "" };
  const key = [test.name, parts.name].filter((each) => each !== "").join(" ");
  const replay = options.replay ?? tokenFor(key);
  const seed = parts.simulation.seed ?? seedOf();
  const runs = new Runs(parts);
  const exploration = await explore(runs.body, {
    ...parts.simulation,
    name: key,
    ...(seed === undefined ? {} : { seed }),
    ...(replay === undefined ? {} : { replay }),
  });
  const { found, passed, summary } = exploration;
  const token = found?.token;
  const report: ScenarioReport = {
    ...head(parts, { passed, seed: exploration.seed, runs: exploration.runs, summary }),
    ...(passed ? runs.first : runs.last),
    ...(token === undefined ? {} : { token }),
  };
  return found === undefined ? { report } : { report, failure: failureOf(exploration, test, parts) };
}

function failureOf(
  exploration: Exploration,
  test: { name: string; origin: string },
  parts: LooseScenario,
): NonNullable<Outcome["failure"]> {
  const { kind, error } = exploration.found!.failure;
  const message = `Scenario "${parts.name}" failed\n${failureText(exploration, test)}`;
  return { message, kind, error, more: { simulation: simulationResult(exploration, { test }) } };
}

async function scheduledRun(parts: LooseScenario): Promise<Outcome> {
  const { choices, faults = [] } = parts.schedule!;
  const runs = new Runs(parts);
  const once = () => singleRun(runs.body, { ...parts.simulation, choices, faults });
  const first = await once();
  const leaks = first.failure !== undefined && causeOf(first.failure) instanceof LeakError;
  const { failure, turns, names } = leaks ? await once() : first; // now it is known who started what, and where
  const report: ScenarioReport = {
    ...head(parts, { passed: failure === undefined, seed: parts.simulation.seed ?? 0, summary: "the given schedule" }),
    ...runs.last,
  };
  if (failure === undefined) return { report };
  const message = `${failure.message}\n\n${drawSpaceTime({ turns, names })}`;
  return { report, failure: shown(parts, { ...failure, message }) };
}

async function realRun(parts: LooseScenario): Promise<Outcome> {
  const { seed = 0 } = parts.simulation;
  const { run, failure } = await runInRealTime(parts, { seed });
  const report: ScenarioReport = {
    ...head(parts, { passed: failure === undefined, seed, summary: "1 run in real time", clock: "real" }),
    ...run,
  };
  if (failure === undefined) return { report };
  return {
    report,
    failure: shown(parts, { kind: "thrown", message: `${failure.name}: ${failure.message}`, error: failure }),
  };
}

function shown(parts: LooseScenario, failure: Pick<RunFailure, "kind" | "message" | "error">) {
  return { ...failure, message: `Scenario "${parts.name}" failed\n${failure.message}` };
}

function head(
  { name }: LooseScenario,
  rest: { passed: boolean; seed: number; summary: string; runs?: number; clock?: "real" },
): Omit<ScenarioReport, "events" | "metrics"> {
  return { name, clock: "virtual", runs: 1, ...rest };
}

/** All runs of a scenario under simulation, one after the other. */
class Runs {
  first: RunReport = NO_RUN;
  readonly #parts: LooseScenario;
  #last: ScenarioRun | undefined;
  #any = false;
  /** To find out where processes were started makes a run several times as long. */
  #sites = false;

  constructor(parts: LooseScenario) {
    this.#parts = parts;
  }

  /** The report of the last one: the smallest, after one that has failed. */
  get last(): RunReport {
    return this.#last?.report ?? NO_RUN;
  }

  readonly body = async (sim: SimContext): Promise<void> => {
    const run = this.#last = new ScenarioRun(this.#parts, worldOf(sim));
    if (this.#parts.leaks === "fail") {
      const chronicle = this.#sites ? new Chronicle(sim.system, { sites: true }) : undefined;
      sim.defer(() => this.#cleanedUp(sim.system, chronicle));
    }
    await run.run();
    if (!this.#any) this.first = run.report;
    this.#any = true;
  };

  /** The last of all clean-ups: who is left then is nobody's. Who started whom, and where, is written down from the next run on. */
  #cleanedUp(system: System, chronicle: Chronicle | undefined): void {
    try {
      assertNoOrphans(system, chronicle);
    } catch (cause) {
      this.#sites = true;
      throw new PhaseFailure("cleanup", (cause as Error).message, { cause });
    }
  }
}

function worldOf(sim: SimContext): RunWorld {
  return {
    system: sim.system,
    seed: sim.seed,
    start: (definition, ...options) => sim.start(definition, ...options),
    settle: () => sim.settle(),
    defer: (cleanup) => sim.defer(cleanup),
    external: (promise) => sim.external(promise),
    allowCrash: (who) => sim.allowCrash(who),
  };
}

function phaseOf({ error }: { error?: unknown }) {
  return error instanceof PhaseFailure ? error.phase : "run";
}

function causeOf({ error }: { error?: unknown }): unknown {
  return error instanceof PhaseFailure ? error.cause : error;
}

function checkRunOptions(options: RunScenarioOptions, { simulation, schedule }: LooseScenario): void {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(ACTION, { rule, value });
  };
  if (typeof options !== "object" || options === null) refuse("the options are an object", options);
  for (const key of Object.keys(options)) {
    if (!["clock", "runner", "replay"].includes(key)) refuse("its options are clock, runner, replay", key);
  }
  const { clock = "virtual", replay } = options;
  if (clock !== "virtual" && clock !== "real") refuse("clock is virtual or real", clock);
  if (replay !== undefined && (clock === "real" || schedule !== undefined)) {
    refuse("a run is replayed in virtual time, where it is not given already", replay);
  }
  if (clock === "virtual") return;
  for (const [name, value] of Object.entries({ faults: simulation.faults, schedule, slackMs: simulation.slackMs })) {
    if (value !== undefined) refuse(`${name} is for virtual time`, value);
  }
}
