import { type Fault, formatFaults, parseFaults } from "../faults/fault_log.ts";
import { ArgumentError } from "../processes/errors.ts";

/** All that makes a run what it is, beside the code that ran. */
export interface RunRecord {
  /** Gives the System's random numbers, and what was decided before it was written down here. */
  readonly seed: number;
  /** Who chose; for people, since the choices are all here. */
  readonly strategy: string;
  /** Wherever more than one could be next, which of them: 0 is as plain first come, first served. After the last: 0. */
  readonly choices: readonly number[];
  /** What was injected. */
  readonly faults: readonly Fault[];
  /** How much too early alarms could go off, if they could; see `SimulationOptions.slackMs`. */
  readonly slackMs?: number;
}

/** What a line begins with: what it is, and the version of its form. */
const BEGINNING = "otp1";

/** No run has more choices. */
const MOST_CHOICES = 10_000_000;

/**
 * Prints a run on one line, of letters that need no quotes in a shell: `otp1:seed=7:by=pct-3-100:choices=2,0x5,1`. A
 * choice that comes several times in a row is written once, with its count behind an `x`.
 */
export function formatRun(record: RunRecord): string {
  const { seed, strategy, choices, faults, slackMs } = record;
  const parts = [BEGINNING, `seed=${seed}`, `by=${strategy}`];
  const printed = formatChoices(choices);
  if (printed !== "") parts.push(`choices=${printed}`);
  if (faults.length > 0) parts.push(`faults=${formatFaults(faults)}`);
  if (slackMs !== undefined) parts.push(`slack=${slackMs}`);
  return parts.join(":");
}

/**
 * Reads what {@linkcode formatRun} has printed.
 *
 * @throws {ArgumentError} If it is no such line; the rule that it breaks is named.
 */
export function parseRun(line: string): RunRecord {
  if (typeof line !== "string") refuse("a run is one line of text", line);
  const [beginning, ...parts] = line.trim().split(":");
  if (beginning !== BEGINNING) {
    const other = /^otp\d+$/.test(beginning!);
    refuse(other ? `this is version 1 of the form, ${BEGINNING}` : `a line begins with ${BEGINNING}:`, beginning);
  }
  const fields = new Map<string, string>();
  for (const part of parts) {
    const [, name, value] = /^(seed|by|choices|faults|slack)=(.*)$/.exec(part) ?? [];
    if (name === undefined) refuse("its parts are seed=, by=, choices=, faults= and slack=", part);
    if (fields.has(name)) refuse(`${name}= stands in it once`, part);
    fields.set(name, value!);
  }
  const [seed, strategy, slack] = ["seed", "by", "slack"].map((name) => fields.get(name));
  if (seed === undefined || !/^-?\d+$/.test(seed)) refuse("seed= is a whole number", seed);
  if (strategy === undefined || !isStrategyName(strategy)) refuse("by= is the name of a strategy", strategy);
  return {
    seed: checkSeed(Number(seed), "replay a run"),
    strategy,
    choices: parseChoices(fields.get("choices") ?? ""),
    faults: parseFaults(fields.get("faults") ?? ""),
    ...(slack === undefined ? {} : { slackMs: checkSlack(slack === "" ? NaN : Number(slack), "replay a run") }),
  };
}

/** Whether a strategy may have this name: what a line can carry. */
export function isStrategyName(name: unknown): name is string {
  return typeof name === "string" && /^[a-z0-9.-]+$/.test(name);
}

/** Refuses a seed that a line could not carry. */
export function checkSeed(seed: number, action: string): number {
  if (Number.isSafeInteger(seed)) return seed;
  throw new ArgumentError(action, { rule: "the seed is a whole number", value: seed });
}

/** Refuses a slack that is none. */
export function checkSlack(slackMs: number, action: string): number {
  if (typeof slackMs === "number" && slackMs >= 0 && slackMs < Infinity) return slackMs;
  throw new ArgumentError(action, { rule: "the slack is a number of milliseconds from 0 up", value: slackMs });
}

/** What differs from first come, first served: zeros at the end are left out. */
function formatChoices(choices: readonly number[]): string {
  const end = choices.findLastIndex((choice) => choice !== 0) + 1;
  const parts: string[] = [];
  for (let first = 0, next = 0; first < end; first = next) {
    while (next < end && choices[next] === choices[first]) next++;
    parts.push(next - first === 1 ? `${choices[first]}` : `${choices[first]}x${next - first}`);
  }
  return parts.join(",");
}

function parseChoices(text: string): number[] {
  const choices: number[] = [];
  for (const part of text === "" ? [] : text.split(",")) {
    const [, choice, count = "1"] = /^(\d{1,9})(?:x([1-9]\d{0,8}))?$/.exec(part) ?? [];
    if (choice === undefined) refuse('a choice is written like "2", or "0x5" for five times 0', part);
    if (choices.length + Number(count) > MOST_CHOICES) refuse(`it has ${MOST_CHOICES} choices at most`, part);
    for (let n = Number(count); n > 0; n--) choices.push(Number(choice));
  }
  return choices;
}

function refuse(rule: string, value: unknown): never {
  throw new ArgumentError("replay a run", { rule, value });
}
