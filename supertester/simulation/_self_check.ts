import {
  checkDeterminism,
  type DeterminismReport,
  NondeterminismError,
  type RunRecord,
  type Suspect,
} from "@superlearner/otp/simulation";
import { conduct } from "./_conduct.ts";
import type { SimulatedBody } from "./sim_context.ts";
import { prepare, type RunSpec } from "./_run.ts";
import { FailedRun, type RunFailure } from "./failure.ts";

/** What a run that was led twice more has shown. */
export interface TwiceRun {
  readonly nondeterminism: NondeterminismError | undefined;
  readonly report: DeterminismReport | undefined;
  /** How both have failed; absent if they have not. */
  readonly failure: RunFailure | undefined;
}

/** How long the world outside may take in a check, in milliseconds of the machine. */
const PATIENCE_MS = 50;

/** The same in the checks of passing runs after the first: what waits outside mostly does so in every run. */
const SHORT_PATIENCE_MS = 4;

let checks: Promise<unknown> = Promise.resolve();

/** Leads the same run twice, with everything written down: there is one such check at a time, others wait. */
export function runTwice(
  body: SimulatedBody,
  spec: RunSpec & { record: RunRecord; quick?: boolean },
): Promise<TwiceRun> {
  const check = checks.then(() => twice(body, spec));
  checks = check.catch(() => {});
  return check;
}

async function twice(body: SimulatedBody, spec: RunSpec & { record: RunRecord; quick?: boolean }): Promise<TwiceRun> {
  const { steer: _, record, quick = false, ...rest } = spec;
  const prepared = prepare({ ...rest, choices: record.choices, faults: record.faults });
  try {
    const report = await checkDeterminism(async (simulation) => {
      const guide = prepared.guideOf(simulation);
      const { failure, value } = await conduct(simulation, { guide, body, settings: spec.settings });
      if (failure !== undefined) throw new FailedRun(failure);
      return value;
    }, { ...prepared.options, patienceMs: quick ? SHORT_PATIENCE_MS : PATIENCE_MS });
    const failure = report.failure instanceof FailedRun ? report.failure.failure : undefined;
    return { nondeterminism: undefined, report, failure };
  } catch (error) {
    if (error instanceof NondeterminismError) return { nondeterminism: error, report: undefined, failure: undefined };
    throw error;
  }
}

/** Leads a passing run twice more: what is wrong with it all the same. */
export async function selfCheck(
  body: SimulatedBody,
  spec: RunSpec & { record: RunRecord; external: boolean; quick: boolean },
): Promise<RunFailure | undefined> {
  const { nondeterminism, report, failure } = await runTwice(body, spec);
  if (failure !== undefined) return failure;
  const outside = fromOutside(nondeterminism?.suspects ?? report!.suspects);
  if (!spec.external && outside.length > 0) return foreignFailure(outside);
  if (nondeterminism === undefined) return undefined;
  return { kind: "thrown", message: nondeterminism.message, signature: "nondeterministic", error: nondeterminism };
}

/** Uses that make a process, or the test, wait for the world. */
const OUTSIDE = ["await", "setTimeout", "setInterval", "fetch"];

/** Those of the suspects that stand for waiting for something outside. */
export function fromOutside(suspects: readonly Suspect[]): readonly Suspect[] {
  return suspects.filter(({ source }) => OUTSIDE.includes(source));
}

/** The failure that waiting for something outside is. */
export function foreignFailure(suspects: readonly Suspect[]): RunFailure {
  const lines = suspects.map(({ source, where, process }) =>
    source === "await"
      ? `${process} waited for ${where}`
      : `${source} at ${where}${process === undefined ? "" : ` by ${process}`}`
  );
  return {
    kind: "foreign",
    message: "Foreign await: the simulation waits for nothing outside of it, and cannot know when it comes. " +
      `Use the System's time and messages, or declare it: sim.external(promise)\n  ${lines.join("\n  ")}`,
    signature: "foreign",
  };
}
