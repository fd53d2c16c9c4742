/** Noise from a seed, for tests of statistics. */
import type { Random } from "@superlearner/otp";

/** A number from a bell curve around 0 with standard deviation 1 (Box and Muller). */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Numbers around a centre. */
export function noise(random: Random, how: { count: number; spread: number; centre?: number }): number[] {
  return Array.from({ length: how.count }, () => (how.centre ?? 0) + how.spread * normal(random));
}

/** Durations as machines have them: around a centre, never below its half, now and then far above. */
export function durations(random: Random, how: { count: number; centre: number; spread: number }): number[] {
  return noise(random, { count: how.count, spread: how.spread }).map((each) => {
    const usual = how.centre * Math.max(0.5, 1 + each);
    return random.next() < 0.05 ? usual * (1 + random.next()) : usual;
  });
}
