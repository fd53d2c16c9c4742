import { ArgumentError, type MessagePolicy } from "@superlearner/otp";
import type { SimulationFaults, StrategyPlan, Who } from "@superlearner/otp/simulation";

/** How the order of turns is chosen, run by run. */
export type ExplorationStrategy = "portfolio" | "fifo" | "random" | "pct" | "pos" | "exhaustive" | StrategyPlan;

/** What a run may do without failing. */
export interface Allowance {
  /** Crashes: of these processes, or `true` for all. Who is killed never counts. @default none */
  crashes?: Who | true;
  /** Promises that are rejected while nobody awaits them. @default {false} */
  rejections?: boolean;
  /** Calls without an answer and processes in the middle of something when all is over. @default {false} */
  unanswered?: boolean;
  /** Servers that call each other in a circle, until their calls time out. @default {false} */
  cycles?: boolean;
}

/** How a scenario is explored. */
export interface SimulatedOptions {
  /** How many runs; for `"exhaustive"` the most. @default {1000}, for `"exhaustive"` {10_000} */
  runs?: number;
  /** Where all runs come from: the same seed, the same runs. @default `SUPERTESTER_SEED`, or 0 */
  seed?: number;
  /**
   * `"portfolio"`: a mixture, of each hundred runs 1 first come, first served, 34 PCT, 33 POS and 32 random.
   * `"exhaustive"`: every order of turns that makes a difference, by partial-order reduction; for small scenarios without
   * faults. Two turns have to do with each other where they touch the same process (its turn, a message to it, an answer for
   * it), set timers in a scenario in which time moves, or where a process, a name, a link, a monitor, an entry of a Registry
   * or a random number is concerned. It cannot see what handlers share in another way, a variable above all: each search is
   * checked by runs in orders by chance, and fails where they end otherwise. A process that spins until another has had its
   * turn is a livelock there. What comes after the test (`eventually`, `final`) has one order.
   * @default {"portfolio"}
   */
  strategy?: ExplorationStrategy;
  /** How many turns must come in a certain order for the bug to show, at most: PCT has every depth up to it. @default {3} */
  depth?: number;
  /**
   * For `"exhaustive"`: only orders with at most so many turns out of their order of arrival, without any reduction. May
   * stop at `runs` and says how much was left; without it, a search that is not complete fails.
   */
  bound?: number;
  /** How many turns may follow on each other at one moment; more is a livelock. The last half is fair. @default {10_000} */
  maxSteps?: number;
  /** No new run is begun after so many milliseconds of the machine's time. @default {Infinity} */
  timeBudgetMs?: number;
  /** What is to go wrong. @default nothing */
  faults?: SimulationFaults;
  /** By how much alarms may go off too early, in milliseconds, so that they race with messages. @default never */
  slackMs?: number;
  /** Names of the Systems; the first is `sim.system`. @default one without a name */
  nodes?: readonly string[];
  /** What is no failure. @default nothing */
  allow?: Allowance;
  /** How much virtual time `eventually` and unanswered calls are given after the test, in milliseconds. @default {60_000} */
  patienceMs?: number;
  /** What sender and receiver of a message share. @default {"freeze"} */
  messages?: MessagePolicy;
  /** The run that a token stands for, and no other. @default `SUPERTESTER_REPLAY`, if it is of this test */
  replay?: string;
  /** How many runs finding a smaller failing run may take. @default {2000} */
  shrinkRuns?: number;
}

/** The same with every default in its place. */
export interface Settings {
  readonly runs: number;
  readonly seed: number;
  readonly strategy: ExplorationStrategy;
  readonly depth: number;
  readonly bound: number | undefined;
  readonly maxSteps: number;
  readonly timeBudgetMs: number;
  readonly faults: SimulationFaults | undefined;
  readonly slackMs: number | undefined;
  readonly nodes: readonly string[];
  readonly allow: Required<Omit<Allowance, "crashes">> & { readonly crashes: Who | true | undefined };
  readonly patienceMs: number;
  readonly messages: MessagePolicy;
  readonly shrinkRuns: number;
}

/** The names of the options. */
export const SIMULATED_OPTIONS: readonly string[] = [
  "runs",
  "seed",
  "strategy",
  "depth",
  "bound",
  "maxSteps",
  "timeBudgetMs",
  "faults",
  "slackMs",
  "nodes",
  "allow",
  "patienceMs",
  "messages",
  "replay",
  "shrinkRuns",
];

const STRATEGIES = ["portfolio", "fifo", "random", "pct", "pos", "exhaustive"];

/** Puts defaults in, and refuses what is no option. */
export function settle(options: SimulatedOptions): Settings {
  checkKeys("", options, SIMULATED_OPTIONS);
  const { strategy = "portfolio", allow = {}, nodes = [""] } = options;
  checkKeys("allow.", allow, ["crashes", "rejections", "unanswered", "cycles"]);
  if (typeof strategy === "string" ? !STRATEGIES.includes(strategy) : typeof strategy?.begin !== "function") {
    refuse(`strategy is one of ${STRATEGIES.join(", ")}, or a StrategyPlan`, strategy);
  }
  const exhaustive = strategy === "exhaustive";
  for (const [name, least] of [["runs", 1], ["depth", 1], ["bound", 0], ["maxSteps", 2], ["shrinkRuns", 0]] as const) {
    const value = options[name];
    if (value === undefined || (name === "bound" && value === Infinity)) continue;
    if (!Number.isInteger(value) || value < least) refuse(`${name} is a whole number from ${least} up`, value);
  }
  for (const name of ["timeBudgetMs", "patienceMs"] as const) {
    const value = options[name];
    if (value !== undefined && !(value >= 0)) refuse(`${name} is a number of milliseconds from 0 up`, value);
  }
  if (exhaustive && options.faults !== undefined) {
    refuse("faults come by chance, and an exhaustive search leaves nothing to chance", options.faults);
  }
  if (exhaustive && options.slackMs !== undefined) {
    refuse("an exhaustive search has no slackMs: when alarms go off is no choice there", options.slackMs);
  }
  if (!exhaustive && options.bound !== undefined) refuse("bound is for strategy exhaustive", options.bound);
  if (!Array.isArray(nodes) || nodes.length === 0) refuse("nodes is a list of names, one at least", nodes);
  return {
    runs: options.runs ?? (exhaustive ? 10_000 : 1000),
    seed: options.seed ?? 0,
    strategy,
    depth: options.depth ?? 3,
    bound: options.bound,
    maxSteps: options.maxSteps ?? 10_000,
    timeBudgetMs: options.timeBudgetMs ?? Infinity,
    faults: options.faults,
    slackMs: options.slackMs,
    nodes,
    allow: {
      crashes: allow.crashes,
      rejections: allow.rejections ?? false,
      unanswered: allow.unanswered ?? false,
      cycles: allow.cycles ?? false,
    },
    patienceMs: options.patienceMs ?? 60_000,
    messages: options.messages ?? "freeze",
    shrinkRuns: options.shrinkRuns ?? 2000,
  };
}

function checkKeys(where: string, value: object, known: readonly string[]): void {
  if (typeof value !== "object" || value === null) refuse("options are an object", value);
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) refuse(`the options of a simulated test are ${known.join(", ")}`, where + key);
  }
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("simulate a test", { rule, value });
}
