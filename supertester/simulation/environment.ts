import { ArgumentError } from "@superlearner/otp";
import { envOf } from "./_host.ts";
import { REPLAY_VARIABLE } from "./failure_report.ts";
import { parseToken, testKey } from "./replay_token.ts";

/** The variable of the environment that a seed is given by. */
const SEED_VARIABLE = "SUPERTESTER_SEED";

/** A variable of the environment that may be read and is not empty. */
export function variableOf(name: string): string | undefined {
  const value = envOf(name);
  return value === "" ? undefined : value;
}

/** The token of the environment, if it is of a test of this name. */
export function tokenFor(test: string): string | undefined {
  const token = variableOf(REPLAY_VARIABLE);
  return token !== undefined && parseToken(token).test === testKey(test) ? token : undefined;
}

/**
 * The seed of the environment, if there is one.
 *
 * @throws {ArgumentError} If it is no whole number.
 */
export function seedOf(): number | undefined {
  const seed = variableOf(SEED_VARIABLE);
  if (seed === undefined || Number.isSafeInteger(Number(seed))) return seed === undefined ? undefined : Number(seed);
  throw new ArgumentError("simulate a test", { rule: `${SEED_VARIABLE} is a whole number`, value: seed });
}
