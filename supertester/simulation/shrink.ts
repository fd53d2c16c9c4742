import type { Fault } from "@superlearner/otp/simulation";

/** What is made smaller: the choices of a run, 0 being as plain first come, first served, and its faults. */
export interface Shrinkable {
  /** The choices, without zeros at the end. */
  readonly choices: readonly number[];
  /** The faults. */
  readonly faults: readonly Fault[];
}

/** How far a run is made smaller. */
export interface ShrinkOptions {
  /** Runs a candidate: gives what ran, where it failed in the same way, or nothing. */
  readonly fails: (candidate: Shrinkable) => Promise<Shrinkable | undefined>;
  /** How many candidates may be run. @default {2000} */
  readonly limit?: number;
}

/** What has come out. */
export interface Shrunk extends Shrinkable {
  /** How many candidates were run. */
  readonly tried: number;
  /** Whether nothing more can be left out: no choice and no fault, one at a time. */
  readonly minimal: boolean;
}

/** Up to so many deviations two at a time are tried as well. */
const FEW = 10;

/**
 * Makes a failing run as plain as it can: cuts the end off, sets blocks of choices to 0 (halves, quarters, single ones),
 * leaves faults out, and makes the numbers that are left smaller; over and over, until nothing more can go.
 */
export async function shrink(start: Shrinkable, options: ShrinkOptions): Promise<Shrunk> {
  const shrinker = new Shrinker(start, options.fails, options.limit ?? 2000);
  await shrinker.run();
  const { best, tried, exhausted } = shrinker;
  return { ...best, tried, minimal: !exhausted };
}

class Shrinker {
  best: Shrinkable;
  tried = 0;
  exhausted = false;
  readonly #fails: ShrinkOptions["fails"];
  readonly #limit: number;
  readonly #seen = new Set<string>();

  constructor(start: Shrinkable, fails: ShrinkOptions["fails"], limit: number) {
    this.best = start;
    this.#fails = fails;
    this.#limit = limit;
  }

  async run(): Promise<void> {
    for (let before = ""; before !== keyOf(this.best);) {
      before = keyOf(this.best);
      await this.#cutTail();
      await this.#leaveOut((blocked) => this.#withoutFaults(blocked), () => this.best.faults.length);
      await this.#leaveOut((blocked) => this.#zeroed(blocked), () => deviations(this.best).length);
      await this.#lower();
      if (before === keyOf(this.best)) await this.#pairs();
    }
  }

  /** Tries a candidate; it becomes the best if it fails in the same way and is smaller. */
  async #try(candidate: Shrinkable): Promise<boolean> {
    const key = keyOf(candidate);
    if (key === keyOf(this.best) || this.#seen.has(key)) return false;
    this.#seen.add(key);
    if (this.tried >= this.#limit) {
      this.exhausted = true;
      return false;
    }
    this.tried++;
    const ran = await this.#fails(candidate);
    if (ran === undefined) return false;
    const next = isSmaller(ran, candidate) ? ran : candidate;
    if (!isSmaller(next, this.best)) return false;
    this.best = next;
    return true;
  }

  async #cutTail(): Promise<void> {
    for (let cut = this.best.choices.length; cut >= 1;) {
      const { choices, faults } = this.best;
      const kept = Math.max(0, choices.length - cut);
      if (!await this.#try({ choices: trim(choices.slice(0, kept)), faults })) cut = Math.floor(cut / 2);
      else cut = Math.min(cut, this.best.choices.length);
    }
  }

  /** Blocks of halves, quarters, …, single ones are left out where that still fails. */
  async #leaveOut(without: (blocked: (at: number) => boolean) => Shrinkable, count: () => number): Promise<void> {
    for (let size = count(); size >= 1; size = Math.floor(size / 2)) {
      for (let first = 0; first < count();) {
        const end = first + size;
        if (!await this.#try(without((at) => at >= first && at < end))) first = end;
      }
    }
  }

  async #pairs(): Promise<void> {
    const total = () => deviations(this.best).length + this.best.faults.length;
    if (total() > FEW) return;
    for (let one = 0; one < total(); one++) {
      for (let other = one + 1; other < total(); other++) {
        const split = deviations(this.best).length;
        const { choices } = this.#zeroed((at) => at === one || at === other);
        const { faults } = this.#withoutFaults((at) => at + split === one || at + split === other);
        if (await this.#try({ choices, faults })) other = one;
      }
    }
  }

  async #lower(): Promise<void> {
    for (const at of deviations(this.best)) {
      for (let value = this.best.choices[at] ?? 0; value > 1; value = this.best.choices[at] ?? 0) {
        const lowered = [1, Math.floor(value / 2), value - 1];
        let any = false;
        for (const lower of new Set(lowered)) {
          const choices = this.best.choices.with(at, lower);
          any = await this.#try({ choices, faults: this.best.faults });
          if (any) break;
        }
        if (!any) break;
      }
    }
    for (let at = 0; at < this.best.faults.length; at++) {
      const { ms } = this.best.faults[at]!;
      for (const lower of ms === undefined || Math.abs(ms) <= 1 ? [] : [1, Math.round(ms / 2)]) {
        const faults = this.best.faults.with(at, { ...this.best.faults[at]!, ms: lower });
        if (await this.#try({ choices: this.best.choices, faults })) break;
      }
    }
  }

  #zeroed(blocked: (at: number) => boolean): Shrinkable {
    const { choices, faults } = this.best;
    const gone = new Set(deviations(this.best).filter((_, at) => blocked(at)));
    return { choices: trim(choices.map((choice, at) => gone.has(at) ? 0 : choice)), faults };
  }

  #withoutFaults(blocked: (at: number) => boolean): Shrinkable {
    const { choices, faults } = this.best;
    return { choices, faults: faults.filter((_, at) => !blocked(at)) };
  }
}

/** Where a run is not as plain first come, first served. */
function deviations({ choices }: Shrinkable): number[] {
  return choices.flatMap((choice, at) => choice === 0 ? [] : [at]);
}

/** Fewer faults, then fewer deviations, then lower numbers, then a shorter list. */
function isSmaller(one: Shrinkable, other: Shrinkable): boolean {
  const sizes = (run: Shrinkable) => [
    run.faults.length,
    deviations(run).length,
    run.choices.reduce((sum, choice) => sum + choice, 0),
    run.choices.length,
    run.faults.reduce((sum, { ms = 0 }) => sum + Math.abs(ms), 0),
  ];
  const [here, there] = [sizes(one), sizes(other)];
  const at = here.findIndex((size, index) => size !== there[index]);
  return at >= 0 && here[at]! < there[at]!;
}

function trim(choices: readonly number[]): readonly number[] {
  return choices.slice(0, choices.findLastIndex((choice) => choice !== 0) + 1);
}

function keyOf({ choices, faults }: Shrinkable): string {
  return `${choices.join(",")} ${JSON.stringify(faults)}`;
}
