import type { Fault, RunRecord } from "@superlearner/otp/simulation";
import type { Turn } from "./_guide.ts";
import { runOnce } from "./_run.ts";
import type { RunFailure } from "./failure.ts";
import type { SimulatedBody } from "./sim_context.ts";
import { settle, type SimulatedOptions } from "./simulated_options.ts";

/** Which run: its choices, and what goes wrong in it. */
export interface SingleRunOptions
  extends Pick<SimulatedOptions, "seed" | "nodes" | "maxSteps" | "allow" | "patienceMs"> {
  /** What sender and receiver of a message share. @default {"freeze"} */
  messages?: NonNullable<SimulatedOptions["messages"]>;
  /** Wherever more than one could be next, which of them; a number that is too high begins again at 0. */
  choices: readonly number[];
  /** What is injected, and nothing else. @default nothing */
  faults?: readonly Fault[];
  /** By how much alarms may go off too early, in milliseconds. @default never */
  slackMs?: number;
}

/** What came of it. */
export interface SingleRun {
  /** What went wrong; absent if nothing did. */
  readonly failure: RunFailure | undefined;
  /** The run. */
  readonly record: RunRecord;
  /** Its turns, in order. */
  readonly turns: readonly Turn[];
  /** The names of its processes, by place. */
  readonly names: ReadonlyMap<string, string>;
}

/** Runs a test once, in a given order of turns: for whoever makes up and shrinks that order by other means. */
export async function singleRun(body: SimulatedBody, options: SingleRunOptions): Promise<SingleRun> {
  const { choices, faults = [], ...rest } = options;
  const settings = settle({ ...rest, runs: 1 });
  const spec = { settings, seed: settings.seed, by: "given", choices, faults, traces: true };
  const { failure, record, turns, names } = await runOnce(body, spec);
  return { failure, record, turns, names };
}
