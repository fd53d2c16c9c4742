import type { Random } from "@superlearner/otp";
import { type RunRecord, Simulation, type SimulationOptions, type StrategyPlan } from "@superlearner/otp/simulation";
import { conduct } from "./_conduct.ts";
import type { SimulatedBody } from "./sim_context.ts";
import { Guide, type Leaving, type Steering, type Turn } from "./_guide.ts";
import type { RunFailure } from "./failure.ts";
import type { Settings } from "./simulated_options.ts";

/** Which run. */
export interface RunSpec {
  readonly settings: Settings;
  readonly seed: number;
  /** Who chooses, for people. */
  readonly by: string;
  /** Chooses; without it what is given is followed. */
  readonly steer?: (random: Random) => Steering;
  /** The choices of a run before. */
  readonly choices?: readonly number[];
  /** What was recorded of them: a run that differs is told to have left. */
  readonly marks?: string;
  /** The faults of a run before: those and no others. */
  readonly faults?: RunRecord["faults"];
  /** Whether turns are written down. */
  readonly traces?: boolean;
  /** Told whenever something happens that may concern anybody. */
  readonly heard?: () => void;
  /** Told at each rest. */
  readonly rested?: () => void;
}

/** What a run was, and what came of it. */
export interface RunOutcome {
  readonly failure: RunFailure | undefined;
  readonly record: RunRecord;
  /** What each choice was about; empty where turns were not written down. */
  readonly marks: string;
  /** Among how many each choice was. */
  readonly counts: readonly number[];
  /** Which choices were the scenario's own. */
  readonly picks: ReadonlySet<number>;
  readonly turns: readonly Turn[];
  readonly steps: number;
  /** The names of processes by place. */
  readonly names: ReadonlyMap<string, string>;
  readonly left: Leaving | undefined;
  /** Whether virtual time has moved. */
  readonly timed: boolean;
  /** Whether something outside was waited for, as was declared. */
  readonly external: boolean;
  /** What a reader of the Systems has made of their end. */
  readonly end: string;
}

/** How long a System that does not stop is waited for, in virtual milliseconds. */
const STOP_LIMIT_MS = 60_000;

/** Runs a test once. */
export async function runOnce(
  body: SimulatedBody,
  spec: RunSpec,
  read?: (simulation: Simulation, value: unknown) => string,
): Promise<RunOutcome> {
  const prepared = prepare(spec);
  const simulation = new Simulation(prepared.options);
  const guide = prepared.guideOf(simulation);
  const names = new Map<string, string>();
  if (spec.traces) nameAll(simulation, names);
  const { failure, timed, value, external } = await conduct(simulation, { ...spec, guide, body });
  const { choices, counts, picks, marks, turns, steps, left } = guide;
  const record: RunRecord = { ...simulation.record, strategy: spec.by, choices: trimmed(choices) };
  const end = read?.(simulation, value) ?? "";
  const stopped = await simulation.stop({ limitMs: STOP_LIMIT_MS }).then(() => undefined, (error: unknown) => error);
  const given = spec.choices?.length ?? 0;
  return {
    failure: failure ?? (stopped === undefined ? undefined : stopFailure(stopped)),
    record,
    marks: marks.slice(0, record.choices.length),
    counts,
    picks,
    turns,
    steps,
    names,
    left: left ??
      (spec.marks !== undefined && choices.length < given ? { step: steps, choice: choices.length + 1 } : undefined),
    timed,
    external,
    end,
  };
}

/** The options of a run's simulation, and its guide once that is made. */
export interface PreparedRun {
  readonly options: SimulationOptions;
  /** The guide of a simulation that was made with these options. */
  guideOf(simulation: Simulation): Guide;
}

/** Makes ready for one run, or for several that are to be the same. */
export function prepare(spec: RunSpec): PreparedRun {
  const { settings, seed, by, faults } = spec;
  const { nodes, maxSteps, messages, slackMs } = settings;
  let latest: Guide;
  let now = () => 0;
  const plan: StrategyPlan = {
    name: by,
    begin: (random) =>
      latest = new Guide({
        ...(spec.steer === undefined ? {} : { steering: spec.steer(random) }),
        ...(spec.choices === undefined ? {} : { given: spec.choices }),
        ...(spec.marks === undefined ? {} : { marks: spec.marks }),
        fairAfter: Math.floor(maxSteps / 2),
        traces: spec.traces ?? false,
        now: () => now(),
      }),
  };
  const options: SimulationOptions = {
    seed,
    strategy: plan,
    fifo: false,
    maxSteps,
    messages,
    name: nodes[0]!,
    ...(slackMs === undefined ? {} : { slackMs }),
    ...(faults === undefined
      ? settings.faults === undefined ? {} : { faults: settings.faults }
      : { replay: { seed, strategy: by, choices: [], faults, ...(slackMs === undefined ? {} : { slackMs }) } }),
  };
  return {
    options,
    guideOf: (simulation) => {
      for (const name of nodes.slice(1)) simulation.addSystem(name);
      now = () => simulation.clock.now();
      return latest;
    },
  };
}

function nameAll(simulation: Simulation, names: Map<string, string>): void {
  for (const [system, { events }] of simulation.systems) {
    events.subscribe((event) => {
      if (event.type === "process.started") names.set(system + event.pid, event.name ?? event.module);
      if (event.type === "name.registered") names.set(system + event.pid, event.name);
    }, { types: ["process.started", "name.registered"] });
  }
}

function stopFailure(error: unknown): RunFailure {
  const said = error instanceof Error ? error.message : String(error);
  return { kind: "livelock", message: `The Systems do not stop: ${said}`, signature: "livelock stop", error };
}

/** Without what is as first come, first served anyway. */
export function trimmed(choices: readonly number[]): number[] {
  return choices.slice(0, choices.findLastIndex((choice) => choice !== 0) + 1);
}
