import { ArgumentError } from "@superlearner/otp";
import { checkTimeout } from "../waiting/deadline.ts";
import type { AnyOperation } from "./operation.ts";

/** How a server is put under stress. */
export interface StressOptions {
  /** How many processes use it at the same time. @default {5} */
  workers?: number;
  /** For how long, in milliseconds of System time. @default {5000} */
  durationMs?: number;
  /** How many operations all of them make in a second of System time; `Infinity` for one after the other. @default {1000} */
  rate?: number;
  /** Decides who makes which operation. @default {0} */
  seed?: number;
  /** How long a call may take, in milliseconds of System time. @default {100} */
  callTimeoutMs?: number;
  /** A worker that would cast waits while so many messages wait for the server. @default {1000} */
  maxMailbox?: number;
}

/** What is attempted, for messages. */
export const ACTION = "put a server under stress";

/** Refuses options that are none, and puts defaults in. */
export function settingsOf(options: StressOptions): Required<StressOptions> {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(ACTION, { rule, value });
  };
  if (typeof options !== "object" || options === null) refuse("the options are an object", options);
  const settings = {
    workers: 5,
    durationMs: 5000,
    rate: 1000,
    seed: 0,
    callTimeoutMs: 100,
    maxMailbox: 1000,
    ...options,
  };
  const known = ["workers", "durationMs", "rate", "seed", "callTimeoutMs", "maxMailbox"];
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) refuse(`the options are ${known.join(", ")}`, unknown);
  for (const name of ["workers", "maxMailbox"] as const) {
    const value = settings[name];
    if (!Number.isSafeInteger(value) || value < 1) refuse(`${name} is a whole number from 1 up`, value);
  }
  const { durationMs, rate, seed, callTimeoutMs } = settings;
  if (!Number.isSafeInteger(seed)) refuse("the seed is a whole number", seed);
  if (typeof rate !== "number" || !(rate > 0)) refuse("rate is a number of operations a second above 0", rate);
  if (!Number.isFinite(durationMs) || durationMs < 0) refuse("durationMs is a finite number from 0 up", durationMs);
  checkTimeout(ACTION, { timeoutMs: callTimeoutMs });
  return settings;
}

/** Refuses what is no list of operations. */
export function checkOperations(operations: readonly AnyOperation[]): void {
  if (!Array.isArray(operations) || operations.length === 0) {
    throw new ArgumentError(ACTION, { rule: "there is one operation at least", value: operations });
  }
  const wrong = operations.find((each) => !["call", "cast", "custom"].includes(Object(each).does as string));
  if (wrong === undefined) return;
  throw new ArgumentError(ACTION, { rule: "an operation is made by op.call, op.cast or op.custom", value: wrong });
}
