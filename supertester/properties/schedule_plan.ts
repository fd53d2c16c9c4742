import { ArgumentError } from "@superlearner/otp";
import type { Fault, FaultScope } from "@superlearner/otp/simulation";
import type { Random } from "npm:fast-check@^4";

/** What can be made to go wrong in a scenario that is made up. */
export type DrawnFault = "loss" | "delay" | "duplicate" | "reorder" | "crash" | "slow";

/** What schedules are drawn from. */
export interface ScheduleOptions {
  /** How many choices a schedule may have; 0 for plain first come, first served. @default {60} */
  maxChoices?: number;
  /** What may go wrong. @default nothing */
  faults?: readonly DrawnFault[];
  /** How many faults at most. @default {2} */
  maxFaults?: number;
  /** Among how many of the first messages, or turns, faults strike. @default {40} */
  faultsWithin?: number;
}

/** The order of turns, and what goes wrong. */
export interface SchedulePlan {
  readonly choices: readonly number[];
  readonly faults: readonly Fault[];
}

const SCOPES: Readonly<Record<DrawnFault, FaultScope>> = {
  loss: "messages",
  delay: "messages",
  duplicate: "messages",
  reorder: "messages",
  crash: "turns",
  slow: "turns",
};

/** Whose faults have an amount. */
const TIMED: readonly DrawnFault[] = ["delay", "duplicate", "reorder", "slow"];

/** How late the latest fault makes something, in milliseconds. */
const MOST_MS = 100;

/** Every other schedule is like this: plain but for a few choices, since few are enough for most races. */
const FEW = 4;

/** How far from the first in line a choice goes. */
const FARTHEST = 3;

/** Refuses options that are none, and puts defaults in. */
export function checkSchedules(action: string, options: ScheduleOptions): Required<ScheduleOptions> {
  const { maxChoices = 60, faults = [], maxFaults = 2, faultsWithin = 40 } = options;
  const counts = { maxChoices, maxFaults, faultsWithin };
  for (const [name, value] of Object.entries(counts)) {
    const least = name === "faultsWithin" ? 1 : 0;
    if (Number.isSafeInteger(value) && value >= least) continue;
    throw new ArgumentError(action, { rule: `${name} is a whole number from ${least} up`, value });
  }
  const wrong = Array.isArray(faults) ? faults.find((each) => !Object.hasOwn(SCOPES, each)) : faults;
  if (wrong !== undefined) {
    throw new ArgumentError(action, { rule: `faults are of ${Object.keys(SCOPES).join(", ")}`, value: wrong });
  }
  return { ...counts, faults };
}

/** Draws a schedule. */
export function drawSchedule(random: Random, options: Required<ScheduleOptions>): SchedulePlan {
  const { maxChoices, faults: kinds, maxFaults, faultsWithin } = options;
  const length = maxChoices === 0 ? 0 : random.nextInt(0, maxChoices);
  const choices = new Array<number>(length).fill(0);
  if (random.nextInt(0, 1) === 0) {
    for (let at = 0; at < length; at++) choices[at] = random.nextInt(0, FARTHEST);
  } else if (length > 0) {
    for (let left = random.nextInt(0, FEW); left > 0; left--) {
      choices[random.nextInt(0, length - 1)] = random.nextInt(1, FARTHEST);
    }
  }
  const faults = kinds.length === 0 ? [] : Array.from({ length: random.nextInt(0, maxFaults) }, (): Fault => {
    const kind = kinds[random.nextInt(0, kinds.length - 1)]!;
    const at = random.nextInt(1, faultsWithin);
    const ms = TIMED.includes(kind) ? { ms: random.nextInt(1, MOST_MS) } : {};
    return { kind, scope: SCOPES[kind], at, ...ms };
  });
  return { choices: trimmed(choices), faults };
}

/** Schedules that are a little plainer, the plainest first: what follows if any of them still fails is tried from there. */
export function* plainerSchedules({ choices, faults }: SchedulePlan): Generator<SchedulePlan> {
  for (let at = 0; at < faults.length; at++) yield { choices, faults: faults.toSpliced(at, 1) };
  for (const fewer of plainerChoices(choices)) yield { choices: fewer, faults };
  for (const [at, fault] of faults.entries()) {
    const { ms = 1, at: place } = fault;
    for (const less of [1, ms >> 1]) {
      if (less < ms && less > 0) yield { choices, faults: faults.with(at, { ...fault, ms: less }) };
    }
    for (const earlier of [1, place >> 1, place - 1]) {
      if (earlier < place && earlier > 0) yield { choices, faults: faults.with(at, { ...fault, at: earlier }) };
    }
  }
}

function* plainerChoices(choices: readonly number[]): Generator<readonly number[]> {
  if (choices.length === 0) return;
  yield [];
  const places = choices.flatMap((choice, at) => choice === 0 ? [] : [at]);
  for (let size = places.length >> 1; size >= 1; size >>= 1) { // set blocks to 0: halves, quarters, single ones
    for (let first = 0; first < places.length; first += size) {
      const block = new Set(places.slice(first, first + size));
      yield trimmed(choices.map((choice, at) => block.has(at) ? 0 : choice));
    }
  }
  for (const at of places) {
    for (const lower of [1, choices[at]! - 1]) if (lower < choices[at]! && lower > 0) yield choices.with(at, lower);
  }
  yield* withoutSome(choices);
}

/** One fault at every earlier place: where it was, there may be something else by now. */
export function* earlierFaults(faults: readonly Fault[]): Generator<readonly Fault[]> {
  for (const [n, fault] of faults.entries()) {
    for (let at = fault.at - 1; at >= 1; at--) yield faults.with(n, { ...fault, at });
  }
}

/** Choices without a few in a row: what comes after them comes earlier, as it does where an operation is left out. */
export function* withoutSome(choices: readonly number[]): Generator<readonly number[]> {
  for (const size of [1, 2, 3, 4, 6]) {
    for (let at = 0; at + size <= choices.length; at++) yield trimmed(choices.toSpliced(at, size));
  }
}

/** How many pairs of choices are tried at most. */
const MOST_PAIRS = 800;

/** All schedules up to a length with one choice that is not plain, then with two, where so many are allowed and not too many. */
export function* sparseChoices({ length, most }: { length: number; most: number }): Generator<readonly number[]> {
  const single = Array.from({ length }, (_, at) => at).flatMap((at) =>
    Array.from({ length: FARTHEST }, (_, n) => ({ at, choice: n + 1 }))
  );
  const made = (...places: { at: number; choice: number }[]) => {
    const plain = new Array<number>(length).fill(0);
    for (const { at, choice } of places) plain[at] = choice;
    return trimmed(plain);
  };
  if (most >= 1) { for (const one of single) yield made(one); }
  if (most < 2 || single.length ** 2 / 2 > MOST_PAIRS) return;
  for (const [n, one] of single.entries()) {
    for (const other of single.slice(n + 1)) if (other.at !== one.at) yield made(one, other);
  }
}

function trimmed(choices: readonly number[]): readonly number[] {
  return choices.slice(0, choices.findLastIndex((choice) => choice !== 0) + 1);
}
