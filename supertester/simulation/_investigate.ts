import { NondeterminismError, type Suspect } from "@superlearner/otp/simulation";
import type { SimulatedBody } from "./sim_context.ts";
import { runOnce, type RunOutcome, type RunSpec } from "./_run.ts";
import { foreignFailure, fromOutside, runTwice } from "./_self_check.ts";
import type { FoundFailure } from "./exploration.ts";
import type { RunFailure } from "./failure.ts";
import { formatToken, testKey } from "./replay_token.ts";
import { shrink, type Shrinkable, type Shrunk } from "./shrink.ts";
import type { Settings } from "./simulated_options.ts";

/** A run that has failed, and whose. */
export interface Investigation {
  readonly settings: Settings;
  readonly name: string;
  readonly outcome: RunOutcome;
  readonly run: number;
  /** The token it was made from: it is shown as it is, not made smaller. */
  readonly replayed?: string;
}

/** What is no matter of the order of turns, so that there is nothing to make smaller. */
const PLAIN_KINDS: readonly RunFailure["kind"][] = ["left", "incomplete", "shared"];

/** Looks into a run that has failed: whether it is the same again, and how small it gets. */
export async function investigate(body: SimulatedBody, found: Investigation): Promise<FoundFailure> {
  const { settings, outcome, run, replayed } = found;
  const failure = outcome.failure!;
  const { record } = outcome;
  const spec: RunSpec = { settings, seed: record.seed, by: record.strategy };
  const base = { run, found: record, shrunk: record, shrinkRuns: 0, minimal: false, preemptions: 0, token: undefined };
  const rest = {
    turns: outcome.turns,
    names: outcome.names,
    nondeterminism: undefined,
    suspects: [],
    left: outcome.left,
  };
  if (PLAIN_KINDS.includes(failure.kind)) return { ...base, ...rest, failure };
  if (failure.error instanceof NondeterminismError) {
    const { error: nondeterminism } = failure;
    return { ...base, ...rest, failure, nondeterminism, suspects: nondeterminism.suspects };
  }
  const again = await runTwice(body, { ...spec, record });
  const suspects: readonly Suspect[] = again.nondeterminism?.suspects ?? again.report?.suspects ?? [];
  const outside = fromOutside(suspects);
  if (isStuck(failure) && !outcome.external && outside.length > 0) {
    return { ...base, ...rest, failure: foreignFailure(outside), suspects };
  }
  if (failure.kind === "foreign") return { ...base, ...rest, failure, suspects };
  if (again.nondeterminism !== undefined || again.failure?.signature !== failure.signature) {
    const { nondeterminism } = again;
    return {
      ...base,
      ...rest,
      failure: flaky(failure, again.failure, nondeterminism?.message),
      nondeterminism,
      suspects,
    };
  }
  const attempt = async (how: Partial<RunSpec>) => {
    const ran = await runOnce(body, { ...spec, ...how });
    return ran.failure?.signature === failure.signature ? ran : undefined;
  };
  const limit = replayed === undefined ? settings.shrinkRuns : 0;
  const small = await smallest({ attempt, record, limit, redraws: settings.faults !== undefined });
  const last = await attempt({ choices: small.choices, faults: small.faults, traces: true });
  if (last === undefined) return { ...base, ...rest, failure: flaky(failure, undefined, undefined), suspects };
  const token = formatToken({ test: testKey(found.name), run: last.record, marks: last.marks });
  return {
    ...base,
    failure: last.failure!,
    shrunk: last.record,
    shrinkRuns: small.tried,
    minimal: small.minimal && limit > 0,
    preemptions: last.turns.filter(({ choice }) => choice > 0).length,
    token: replayed ?? token,
    turns: last.turns,
    names: last.names,
    nondeterminism: undefined,
    suspects,
    left: outcome.left,
  };
}

/** What it takes to make a run smaller. */
interface Shrinking {
  /** Runs it another way; nothing where that does not fail in the same way. */
  readonly attempt: (how: Partial<RunSpec>) => Promise<RunOutcome | undefined>;
  readonly record: RunOutcome["record"];
  readonly limit: number;
  /** Whether there are faults that the seed would draw again. */
  readonly redraws: boolean;
}

/**
 * First the choices, with faults as the seed draws them: by sender and receiver, so they stay where they were though the
 * order changes. Only then by the list, where a fault is known by its number among all messages.
 */
async function smallest({ attempt, record, limit, redraws }: Shrinking): Promise<Shrunk> {
  let start: Shrinkable = record;
  let tried = 0;
  if (redraws && record.faults.length > 0 && limit > 0) {
    const drawn = async (choices: readonly number[]) => (await attempt({ choices }))?.record;
    const plain = await shrink({ choices: record.choices, faults: [] }, {
      fails: async ({ choices }) => {
        const ran = await drawn(choices);
        return ran && { choices: ran.choices, faults: [] };
      },
      limit: Math.ceil(limit / 2),
    });
    tried = plain.tried;
    start = await drawn(plain.choices) ?? record;
  }
  const fails = async ({ choices, faults }: Shrinkable) => (await attempt({ choices, faults }))?.record;
  const small = await shrink(start, { fails, limit: limit - tried });
  return { ...small, tried: tried + small.tried };
}

function isStuck({ kind }: RunFailure): boolean {
  return kind === "deadlock" || kind === "unanswered" || kind === "eventually" || kind === "livelock";
}

function flaky(failure: RunFailure, other: RunFailure | undefined, detail: string | undefined): RunFailure {
  return {
    ...failure,
    message:
      "The test is not deterministic: the same choices gave another run, so it is not made smaller and cannot be " +
      `replayed\n  first: ${failure.message}\n  ${detail ?? `then: ${other?.message ?? "it passed"}`}`,
    signature: `nondeterministic ${failure.signature}`,
  };
}
