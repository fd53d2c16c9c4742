import { listProcesses, Redaction, sys, toJson } from "@superlearner/otp";
import type { Simulation } from "@superlearner/otp/simulation";
import type { SimulatedBody } from "./sim_context.ts";
import { classKey } from "./_footprint.ts";
import { runOnce, type RunOutcome, type RunSpec } from "./_run.ts";
import { RedundantRun, Search, SearchLost } from "./_search.ts";
import type { RunFailure } from "./failure.ts";
import type { Settings } from "./simulated_options.ts";

/** What a search has come to. */
export interface Exhausted {
  /** How many different runs there were. */
  readonly schedules: number;
  /** How many runs it took, those that turned out to be the same as others included. */
  readonly runs: number;
  /** Whether there are no others. */
  readonly complete: boolean;
  /** At least so many there are. */
  readonly atLeast: number;
  /** The run that failed, if one did. */
  readonly failed: RunOutcome | undefined;
  /** What the search itself stumbled over. */
  readonly trouble: RunFailure | undefined;
}

/** What a search may take. */
export interface ExhaustLimits {
  /** Whether another run may begin. */
  readonly more: (runs: number) => boolean;
  /** Told of each run. */
  readonly ran: (outcome: RunOutcome) => void;
}

const PLAIN = new Redaction();

/** So many runs by chance look whether the search knew what they came to. */
const AUDITS = 20;

/** Searches all runs of a test that differ. */
export async function exhaust(body: SimulatedBody, settings: Settings, limits: ExhaustLimits): Promise<Exhausted> {
  const everythingMatters = settings.nodes.length > 1; // what crosses between Systems touches more than is told
  const first = await searchAll(new Search({ timeMatters: false, everythingMatters }), {
    body,
    settings,
    limits,
    runs: 0,
  });
  if (first !== "time moved") return first;
  return await searchAll(new Search({ timeMatters: true, everythingMatters }), {
    body,
    settings,
    limits,
    runs: 1,
  }) as Exhausted;
}

async function searchAll(
  search: Search,
  how: { body: SimulatedBody; settings: Settings; limits: ExhaustLimits; runs: number },
): Promise<Exhausted | "time moved"> {
  const { body, settings, limits } = how;
  const known = new Map<string, string>();
  let { runs } = how;
  let schedules = 0;
  const result = (more: Partial<Exhausted>): Exhausted => ({
    schedules,
    runs,
    complete: false,
    atLeast: schedules + search.open,
    failed: undefined,
    trouble: undefined,
    ...more,
  });
  for (;;) {
    if (!limits.more(runs)) return result({});
    runs++;
    const outcome = await runOnce(body, specOf(settings, search), endOf);
    const { error } = outcome.failure ?? {};
    if (outcome.timed && !search.timeMatters) return "time moved";
    if (error instanceof SearchLost) return result({ failed: outcome });
    if (!(error instanceof RedundantRun)) {
      schedules++;
      limits.ran(outcome);
      if (outcome.failure !== undefined) return result({ failed: outcome });
      const trouble = remember(known, classKey(search.happenings), outcome.end);
      if (trouble !== undefined) return result({ failed: outcome, trouble });
    }
    if (!search.next()) break;
  }
  for (let audit = 0; audit < AUDITS && limits.more(runs); audit++) {
    runs++;
    const by = new Search({ timeMatters: search.timeMatters, everythingMatters: settings.nodes.length > 1 });
    const spec = specOf(settings, by, audit + 1);
    const outcome = await runOnce(body, spec, endOf);
    const trouble = outcome.failure ?? check(known, classKey(by.happenings), outcome.end);
    if (trouble !== undefined) return result({ failed: outcome, trouble });
  }
  return result({ complete: true, atLeast: schedules });
}

/** How a run of a search is led; with a seed for an audit, by chance and only watched. */
function specOf(settings: Settings, search: Search, auditSeed?: number): RunSpec {
  return {
    settings,
    seed: settings.seed,
    by: "exhaustive",
    heard: search.heard,
    rested: search.rested,
    steer: () => auditSeed === undefined ? search.steering() : search.watching(auditSeed),
  };
}

function remember(known: Map<string, string>, key: string, end: string): RunFailure | undefined {
  if (known.has(key)) return check(known, key, end);
  known.set(key, end);
  return undefined;
}

function check(known: ReadonlyMap<string, string>, key: string, end: string): RunFailure | undefined {
  const before = known.get(key);
  if (before === end) return undefined;
  return {
    kind: "shared",
    message: "Two runs differ only in the order of turns that have nothing to do with each other, and yet " +
      (before === undefined
        ? "this one went on in a way that the search has not seen"
        : `they end differently:\n  ${before}\n  ${end}`) +
      "\nThe processes share something outside of their System: a variable, or a promise of the test. " +
      "An exhaustive search cannot see that; let them send messages, or use bound",
    signature: "shared",
  };
}

/** How a run has ended, as text: what the test gave and the state of every process. */
function endOf(simulation: Simulation, value: unknown): string {
  const states = [...simulation.systems].flatMap(([name, system]) =>
    listProcesses(system).map(({ pid, behaviour }) => {
      const state = behaviour === "GenServer" || behaviour === "Agent"
        ? toJson(sys.getState(system, pid), PLAIN)
        : behaviour;
      return `${name}${pid} ${JSON.stringify(state)}`;
    })
  );
  return [JSON.stringify(toJson(value, PLAIN)), ...states.sort()].join(" ");
}
