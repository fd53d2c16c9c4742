import { checkOptions } from "../argument_error.ts";
import { ArgumentError } from "../processes/errors.ts";
import type { System } from "../system.ts";
import { busyProcesses } from "./_busy.ts";
import { canonical } from "./_canonical.ts";
import { Trace } from "./_trace.ts";
import { Simulation } from "./simulation.ts";
import type { SimulatedSystemOptions, SimulationOptions } from "./simulation_options.ts";
import { type Suspect, watchSuspects } from "./suspects.ts";

/** What is run: makes processes, sends messages, moves time. What it gives or throws is part of the run. */
export type Scenario = (simulation: Simulation) => unknown;

/** What is checked, and how long. */
export interface DeterminismOptions extends SimulationOptions {
  /**
   * How long the check waits in all, in milliseconds of the machine, to see whether something outside the simulation makes
   * a process go on that waits. @default {200}
   */
  patienceMs?: number;
}

/** What a check has found in a scenario that is deterministic, as far as it can tell. */
export interface DeterminismReport {
  /** The line of the run. */
  readonly line: string;
  /** How many entries its trace has: events, messages, states at the end. */
  readonly entries: number;
  /** What was used that may make runs differ, although it did not make these differ. */
  readonly suspects: readonly Suspect[];
  /** What the scenario threw, both times. */
  readonly failure: unknown;
}

/** A scenario that is not the same from the same seed. */
export class NondeterminismError extends Error {
  /** Always `"NondeterminismError"`. */
  override readonly name: string = "NondeterminismError";
  /** The first entry of the trace that differs, from 0 up. */
  readonly at: number;
  /** The trace of the first run around it: three entries before, it, and one after. */
  readonly first: readonly string[];
  /** The same of the second run. */
  readonly second: readonly string[];
  /** What is likely to be the reason; `undefined` if nothing that is watched was in use. */
  readonly likely: Suspect | undefined;
  /** All that was in use, in both runs. */
  readonly suspects: readonly Suspect[];

  /** Makes the error of two runs that part at an entry. */
  constructor(at: number, runs: readonly [Run, Run]) {
    const around = ({ trace }: Run) => trace.entries.slice(Math.max(0, at - 3), at + 2);
    const entry = ({ trace }: Run) => trace.entries[at] ?? "(the run is over)";
    const suspects = runs.flatMap((run) => run.suspects);
    const likely = suspects.filter((each) => each.entry <= at).toSorted((one, other) => other.entry - one.entry)[0];
    const reason = likely === undefined
      ? "Nothing that is watched was in use before: a variable that outlives a run, perhaps"
      : `Likely source: ${explain(likely)}`;
    super(
      `The scenario is not deterministic: entry ${at} of its trace differs in two runs of ${runs[0].line}\n` +
        `  first run:  ${entry(runs[0])}\n  second run: ${entry(runs[1])}\n${reason}`,
    );
    this.at = at;
    [this.first, this.second] = [around(runs[0]), around(runs[1])];
    this.likely = likely;
    this.suspects = suspects;
  }
}

/** One of the two runs. */
interface Run {
  readonly trace: Trace;
  readonly suspects: readonly Suspect[];
  readonly line: string;
  readonly failure: unknown;
}

/** Real time to wait, between the two runs and their many moments. */
interface Patience {
  leftMs: number;
}

let checking = false;

/**
 * Runs a scenario twice from the same seed and compares all that happens: events, messages, the states at the end, and
 * what it gives or throws. The second run is shown another time by `Date` and `performance`, so that whatever depends on
 * it comes out.
 *
 * While it runs, it stands in for `Date`, `Math.random`, native timers, `fetch` and others in the whole isolate, to say who
 * uses them; so there is one check at a time, and nothing else should run beside it. A scenario that fails both times in
 * the same way is deterministic.
 *
 * @throws {NondeterminismError} If something differs: the first difference, and its likely source.
 * @throws {ArgumentError} If another check is under way.
 *
 * @example
 * ```ts
 * import { assertMatch, assertRejects } from "@std/assert";
 * import { checkDeterminism, NondeterminismError } from "@superlearner/otp/simulation";
 *
 * const error = await assertRejects(
 *   () =>
 *     checkDeterminism(async ({ system }) => {
 *       const me = system.attach();
 *       system.spawn((self) => self.send(me.pid, Date.now()));
 *       return await me.receive();
 *     }, { seed: 1 }),
 *   NondeterminismError,
 * );
 * assertMatch(error.message, /Likely source: Date.now at .+ by <0.2.0>/);
 * ```
 */
export async function checkDeterminism(
  scenario: Scenario,
  options: DeterminismOptions = {},
): Promise<DeterminismReport> {
  const { patienceMs = 200, ...rest } = checkOptions("check a scenario", options);
  if (checking) throw new ArgumentError("check a scenario", { rule: "one check runs at a time" });
  checking = true;
  try {
    const patience = { leftMs: patienceMs };
    const first = await runOnce(scenario, { options: rest, shifted: false, patience });
    const second = await runOnce(scenario, { options: rest, shifted: true, patience });
    const [one, other] = [first.trace.entries, second.trace.entries];
    for (let at = 0; at < Math.max(one.length, other.length); at++) {
      if (one[at] !== other[at]) throw new NondeterminismError(at, [first, second]);
    }
    return { line: first.line, entries: one.length, suspects: first.suspects, failure: first.failure };
  } finally {
    checking = false;
  }
}

async function runOnce(
  scenario: Scenario,
  how: { options: SimulationOptions; shifted: boolean; patience: Patience },
): Promise<Run> {
  const trace = new Trace();
  const suspects: Suspect[] = [];
  const suspect = (source: string, where: string, process = trace.current, entry = trace.entries.length) => {
    if (suspects.some((each) => each.source === source && each.where === where && each.process === process)) return;
    suspects.push({ source, where, process, entry });
  };
  const realTimeout = globalThis.setTimeout;
  const pause = (ms: number) => new Promise<void>((resolve) => void realTimeout(resolve, ms));
  const { options, shifted, patience } = how;
  const simulation = new WatchedSimulation(options, { trace, suspect, pause, patience });
  trace.follow(simulation.system, options.name ?? "");
  let outcome: string;
  let failure: unknown;
  {
    using _watch = watchSuspects({ shifted, found: (source, where) => suspect(source, where) });
    try {
      outcome = `gave ${canonical(await scenario(simulation))}`;
      await simulation.settle(); // what it has left to be done is part of it
    } catch (error) {
      failure = error;
      outcome = `threw ${canonical(error)}`;
    }
  }
  const { line } = simulation;
  trace.close(outcome, line);
  await simulation.stop({ limitMs: 60_000 }).catch(() => {});
  return { trace, suspects, line, failure };
}

/** What a watched simulation tells. */
interface Watching {
  readonly trace: Trace;
  readonly suspect: (source: string, where: string, process: string, entry: number) => void;
  readonly pause: (ms: number) => Promise<void>;
  readonly patience: Patience;
}

/** How long the world outside is given at once, and how often where nothing is left to do inside. */
const PAUSE_MS = 2;
const PAUSES_AT_REST = 10;

/**
 * Gives the world outside a moment between two turns, when every microtask has run, and sees whether a process goes on by
 * itself that was in the middle of something.
 */
class WatchedSimulation extends Simulation {
  readonly #watching: Watching;

  constructor(options: SimulationOptions, watching: Watching) {
    super(options);
    this.#watching = watching;
    this.scheduler.between = (resting) => this.#lookAround(resting);
  }

  override addSystem(name: string, options: SimulatedSystemOptions = {}): System {
    const system = super.addSystem(name, options);
    this.#watching.trace.follow(system, name);
    return system;
  }

  async #lookAround(resting: boolean): Promise<void> {
    const { trace, suspect, pause, patience } = this.#watching;
    for (let left = resting ? PAUSES_AT_REST : 1; left > 0 && patience.leftMs > 0; left--) {
      const waiting = busyProcesses(this.systems);
      if (waiting.length === 0) return;
      const { length } = trace.entries;
      patience.leftMs -= PAUSE_MS;
      await pause(PAUSE_MS);
      const now = new Set(busyProcesses(this.systems));
      const went = waiting.filter((each) => !now.has(each));
      for (const each of went) suspect("await", "something outside the simulation", each, length);
      if (went.length > 0 || trace.entries.length > length) return;
    }
  }
}

function explain({ source, where, process }: Suspect): string {
  if (source === "await") return `${process} waited for ${where}`;
  return `${source} at ${where}${process === undefined ? "" : ` by ${process}`}`;
}
