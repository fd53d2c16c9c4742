import { type Random, SeededRandom } from "../environment.ts";
import { ArgumentError } from "../processes/errors.ts";

/** How long something takes, as a distribution. */
export interface Spread {
  /** The mean, in milliseconds. */
  meanMs: number;
  /**
   * Always the mean; anything from 0 to twice the mean; or mostly short and now and then long.
   *
   * @default {"exponential"}
   */
  spread?: "fixed" | "uniform" | "exponential";
}

/**
 * The numbers of one part of a seed, told by names: other names give numbers that have nothing to do with them. So what
 * is drawn for one purpose does not change with what is drawn for another.
 */
export function chanceOf(seed: number, ...names: readonly (string | number)[]): Random {
  let hash = 0x811c9dc5; // FNV-1a, and then mixed so that names which differ in one letter are far apart
  for (const letter of [seed, ...names].join("/")) hash = Math.imul(hash ^ letter.codePointAt(0)!, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return new SeededRandom(hash ^ (hash >>> 16));
}

/** Draws a duration, in whole microseconds, so that what is printed of it is short. */
export function drawMs({ meanMs, spread = "exponential" }: Spread, random: Random): number {
  const factor = spread === "fixed" ? 1 : spread === "uniform" ? 2 * random.next() : exponential(random);
  return Math.round(meanMs * factor * 1000) / 1000;
}

/** Refuses a part of the whole that is none. */
export function checkRate(name: string, rate: unknown): void {
  if (typeof rate === "number" && rate >= 0 && rate <= 1) return;
  throw new ArgumentError("describe faults", { rule: `${name} is a number from 0 to 1`, value: rate });
}

/** Refuses a distribution that is none. */
export function checkSpread(name: string, { meanMs, spread = "fixed" }: Spread): void {
  checkMs(`${name}.meanMs`, meanMs);
  if (["fixed", "uniform", "exponential"].includes(spread)) return;
  throw new ArgumentError("describe faults", {
    rule: `${name}.spread is "fixed", "uniform" or "exponential"`,
    value: spread,
  });
}

/** Refuses a duration that is none. */
export function checkMs(name: string, ms: unknown): void {
  if (typeof ms === "number" && ms >= 0 && ms < Infinity) return;
  throw new ArgumentError("describe faults", { rule: `${name} is a number of milliseconds from 0 up`, value: ms });
}

/** Refuses what the description of a fault does not know: a fault that is misspelt would never be injected. */
export function checkKeys(name: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (known.includes(key)) continue;
    throw new ArgumentError("describe faults", { rule: `${name} has ${known.join(", ")}`, value: key });
  }
}

/**
 * A number of mean 1, exponentially distributed, by comparisons alone (von Neumann, 1951): a logarithm is not the same to
 * the last bit everywhere.
 */
function exponential(random: Random): number {
  for (let whole = 0;; whole++) {
    const first = random.next();
    let last = first;
    let falling = 1;
    for (let next = random.next(); next < last; next = random.next()) {
      last = next;
      falling++;
    }
    if (falling % 2 === 1) return whole + first;
  }
}
