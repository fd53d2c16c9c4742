import { ArgumentError } from "../processes/errors.ts";
import { type Host, runtimeOf } from "../processes/host.ts";

/** The most digits that a pid has. */
const HIGHEST = 999_999_999_999_999;

/** The highest number in a pid or a reference that a System has given out; 0 if it has given out none. */
export function lastNumberOf(host: Host): number {
  return runtimeOf(host).lastNumber;
}

/**
 * Has a System give out pids and references with higher numbers only. For one that takes the place of another under its name on
 * the wire: what is still known elsewhere by a pid of that one is dead then, and nobody else; the creation of Erlang's pids does so.
 *
 * @throws {ArgumentError} If it is no number that a pid may have.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { System } from "@superlearner/otp";
 * import { lastNumberOf, numberAfter } from "@superlearner/otp/remote";
 *
 * await using system = new System();
 * numberAfter(system, 1000);
 * assertEquals(system.spawn(() => {}), "<0.1001.0>");
 * assertEquals(lastNumberOf(system), 1001);
 * ```
 */
export function numberAfter(host: Host, number: number): void {
  if (!Number.isSafeInteger(number) || number < 0 || number > HIGHEST) {
    throw new ArgumentError("number processes", {
      rule: `a number is a whole one from 0 to ${HIGHEST}`,
      value: number,
    });
  }
  runtimeOf(host).numberAfter(number);
}
