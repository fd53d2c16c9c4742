import type { Random } from "@superlearner/otp";

/** A list, or an array of numbers, whose elements can change places. */
export interface Shufflable<Value> {
  /** How many there are. */
  readonly length: number;
  /** Each of them. */
  [index: number]: Value;
}

/** Brings elements into an order that is as likely as any other (Fisher and Yates), where they are. */
export function shuffle<Value>(values: Shufflable<Value>, random: Random): void {
  for (let last = values.length - 1; last > 0; last--) {
    const other = Math.floor(random.next() * (last + 1));
    const kept = values[last]!;
    values[last] = values[other]!;
    values[other] = kept;
  }
}
