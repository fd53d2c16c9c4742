import type { Suspect } from "@superlearner/otp/simulation";
import type { SimulatedBody } from "./_conduct.ts";
import { runOnce, type RunOutcome, type RunSpec } from "./_run.ts";
import { foreignFailure, runTwice } from "./_self_check.ts";
import type { FoundFailure } from "./exploration.ts";
import type { RunFailure } from "./failure.ts";
import { formatToken, testKey } from "./replay_token.ts";
import { shrink } from "./shrink.ts";
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

/** Uses that make a process, or the test, wait for the world. */
const OUTSIDE = ["await", "setTimeout", "setInterval", "fetch"];

/** Looks into a run that has failed: whether it is the same again, and how small it gets. */
export async function investigate(body: SimulatedBody, found: Investigation): Promise<FoundFailure> {
  const { settings, outcome, run, replayed } = found;
  const failure = outcome.failure!;
  const { record } = outcome;
  const spec: RunSpec = { settings, seed: record.seed, by: record.strategy, faults: record.faults };
  const base = { run, found: record, shrunk: record, shrinkRuns: 0, minimal: false, preemptions: 0, token: undefined };
  const rest = {
    turns: outcome.turns,
    names: outcome.names,
    nondeterminism: undefined,
    suspects: [],
    left: outcome.left,
  };
  if (PLAIN_KINDS.includes(failure.kind)) return { ...base, ...rest, failure };
  const again = await runTwice(body, spec, record);
  const suspects: readonly Suspect[] = again.nondeterminism?.suspects ?? again.report?.suspects ?? [];
  const outside = suspects.filter(({ source }) => OUTSIDE.includes(source));
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
  const attempt = async (candidate: Pick<RunSpec, "choices" | "faults">, traces = false) => {
    const ran = await runOnce(body, { ...spec, ...candidate, traces });
    return ran.failure?.signature === failure.signature ? ran : undefined;
  };
  const limit = replayed === undefined ? settings.shrinkRuns : 0;
  const small = await shrink(record, {
    fails: async (candidate) => (await attempt(candidate))?.record,
    limit,
  });
  const last = await attempt({ choices: small.choices, faults: small.faults }, true);
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
