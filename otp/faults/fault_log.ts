import { ArgumentError } from "../processes/errors.ts";

/** What can go wrong on purpose. */
export type FaultKind = "loss" | "delay" | "duplicate" | "reorder" | "partition" | "crash" | "slow" | "clock";

/** What faults are counted by: messages between processes, packets between Systems, turns, alarms. */
export type FaultScope = "messages" | "network" | "turns" | "alarms";

/** One fault as it was injected: enough to inject it again. */
export interface Fault {
  /** What. */
  readonly kind: FaultKind;
  /** Into what. */
  readonly scope: FaultScope;
  /** Into which of them, from 1 up, in the order of the run. */
  readonly at: number;
  /** How much, in milliseconds; a clock that is turned back has less than 0. Absent where it says nothing. */
  readonly ms?: number;
}

/** Each kind in each scope has a letter. */
const LETTERS: Readonly<Record<string, readonly [FaultKind, FaultScope]>> = {
  l: ["loss", "messages"],
  d: ["delay", "messages"],
  u: ["duplicate", "messages"],
  r: ["reorder", "messages"],
  L: ["loss", "network"],
  D: ["delay", "network"],
  U: ["duplicate", "network"],
  R: ["reorder", "network"],
  P: ["partition", "network"],
  c: ["crash", "turns"],
  s: ["slow", "turns"],
  j: ["clock", "alarms"],
};

/** What has no amount. */
const PLAIN = "lLPc";

/** Prints faults: `"3l,7d250,12-19P"` are message 3 lost, message 7 delayed by 250 ms, packets 12 to 19 cut off. */
export function formatFaults(faults: readonly Fault[]): string {
  const parts: string[] = [];
  for (let first = 0; first < faults.length;) {
    const letter = letterOf(faults[first]!);
    let last = first;
    if (PLAIN.includes(letter)) { while (follows(faults[last]!, faults[last + 1])) last++; }
    const { at, ms } = faults[first]!;
    parts.push(`${at}${last === first ? "" : `-${faults[last]!.at}`}${letter}${ms ?? ""}`);
    first = last + 1;
  }
  return parts.join(",");
}

/**
 * Reads what {@linkcode formatFaults} has printed.
 *
 * @throws {ArgumentError} If a part is none.
 */
export function parseFaults(text: string): Fault[] {
  return text === "" ? [] : text.split(",").flatMap(parsePart);
}

function parsePart(part: string): Fault[] {
  const [, first, last = first, letter = "", amount] =
    /^([1-9]\d{0,8})(?:-([1-9]\d{0,8}))?([a-zA-Z])(-?\d+(?:\.\d+)?)?$/.exec(part) ?? [];
  const known = LETTERS[letter];
  const wrong = first === undefined || known === undefined || PLAIN.includes(letter) !== (amount === undefined) ||
    (letter !== "j" && amount?.startsWith("-")) || (first !== last && amount !== undefined);
  if (wrong) throw new ArgumentError("read faults", { rule: 'one is written like "3l" or "7d250"', value: part });
  const count = Number(last) - Number(first) + 1;
  if (count < 1 || count > 1_000_000) {
    throw new ArgumentError("read faults", { rule: "a range rises, by a million at most", value: part });
  }
  const [kind, scope] = known;
  const more = amount === undefined ? {} : { ms: Number(amount) };
  return Array.from({ length: count }, (_, n) => ({ kind, scope, at: Number(first) + n, ...more }));
}

function letterOf({ kind, scope }: Fault): string {
  return Object.keys(LETTERS).find((each) => LETTERS[each]![0] === kind && LETTERS[each]![1] === scope)!;
}

function follows(fault: Fault, next: Fault | undefined): boolean {
  return next !== undefined && next.kind === fault.kind && next.scope === fault.scope && next.at === fault.at + 1;
}

/** Writes down the faults of a run; or holds those of a run before, which are to be injected again and no others. */
export class FaultLog {
  readonly #given: Map<string, Fault[]> | undefined;
  /** What was injected so far. */
  readonly injected: Fault[] = [];

  /** With faults: those, and no others. Without: whatever is decided. */
  constructor(given?: readonly Fault[]) {
    this.#given = given && Map.groupBy(given, ({ scope, at }) => `${scope}/${at}`);
  }

  /** Whether it holds the faults of a run before. */
  get replays(): boolean {
    return this.#given !== undefined;
  }

  /** What is to be injected at a place: what was given, or what `decide` says. Written down as injected. */
  at(scope: FaultScope, at: number, decide: () => readonly Omit<Fault, "scope" | "at">[]): readonly Fault[] {
    const faults = this.#given === undefined
      ? decide().map((fault) => ({ ...fault, scope, at }))
      : this.#given.get(`${scope}/${at}`) ?? [];
    this.injected.push(...faults);
    return faults;
  }
}
