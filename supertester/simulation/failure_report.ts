import type { RunRecord } from "@superlearner/otp/simulation";
import { envFlags, fileName } from "./_host.ts";
import { counted, type Exploration, type FoundFailure, grouped } from "./exploration.ts";
import { drawSpaceTime } from "./space_time.ts";

/** Which test it was. */
export interface TestIdentity {
  /** Its name. */
  readonly name: string;
  /** The address of its file; empty where that is not known. */
  readonly origin: string;
}

/** The variable of the environment that a token is given by. */
export const REPLAY_VARIABLE = "SUPERTESTER_REPLAY";

/** The line that runs a failing run again, in a shell. */
export function replayLine(
  { name, origin }: TestIdentity,
  token: string,
  options: { /** By which variable. @default {"SUPERTESTER_REPLAY"} */ variable?: string } = {},
): string {
  const { variable = REPLAY_VARIABLE } = options;
  const file = origin === "" ? "" : ` ${quoted(fileName(origin))}`;
  const filter = name === "" ? "" : ` --filter ${quoted(name)}`;
  return `${variable}=${quoted(token)} deno test ${envFlags(variable)}${filter}${file}`;
}

/** What people read of a failure: what, where it was found, the smallest run, and how to have it again. */
export function failureText(exploration: Exploration, test: TestIdentity): string {
  const found = exploration.found!;
  const { failure, token, left } = found;
  const lines = [failure.message, "", foundLine(exploration, found)];
  if (token !== undefined && left === undefined) {
    lines.push("", drawSpaceTime(found));
    const suspects = found.suspects.map(({ source, where }) => `  ${source} at ${where}`);
    if (suspects.length > 0) lines.push("", "It uses what may make runs differ:", ...suspects);
    lines.push("", "Again, exactly:", replayLine(test, token));
  }
  return lines.join("\n");
}

function foundLine(exploration: Exploration, found: FoundFailure): string {
  const { shrinkRuns, preemptions, shrunk, minimal, token } = found;
  const where = `Found in run ${grouped(found.run)} (seed ${found.found.seed}, ${found.found.strategy})`;
  if (token === undefined) return `${where}; ${exploration.summary}`;
  const deviations = (choices: readonly number[]) => choices.filter((choice) => choice !== 0).length;
  const size = ({ choices, faults }: RunRecord) =>
    [counted(deviations(choices), "choice"), ...faults.length === 0 ? [] : [counted(faults.length, "fault")]].join(
      " and ",
    );
  const smaller = shrinkRuns === 0
    ? ""
    : `; made smaller in ${counted(shrinkRuns, "run")}, from ${size(found.found)} to ${size(shrunk)}`;
  return `${where}${smaller}\n${counted(preemptions, "pre-emption")} left${minimal ? ", none can go" : ""}`;
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w.,:=~\/@+-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
