import { ArgumentError } from "@superlearner/otp";
import { formatRun, parseRun, type RunRecord } from "@superlearner/otp/simulation";
import { checksum } from "./_mark.ts";

/** A run of a test that can be had again. */
export interface ReplayToken {
  /** The test it is of, as {@linkcode testKey} has it. */
  readonly test: string;
  /** Seed, choices and faults. */
  readonly run: RunRecord;
  /** What was recorded of each choice up to the last that is not 0: a letter each. */
  readonly marks: string;
}

const BEGINNING = "v1";

/** A test's name as it stands in a token: readable, safe in a shell, and never that of another test. */
export function testKey(name: string): string {
  const words = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "").slice(0, 32);
  return `${words || "test"}~${checksum(name).toString(36)}`;
}

/**
 * Prints a token: `v1.no-deposit-is-lost~1x2y3z.AbC.otp1:seed=7:by=pos:choices=0x3,1`. Letters that need no quotes in a
 * shell, no spaces.
 */
export function formatToken({ test, run, marks }: ReplayToken): string {
  return [BEGINNING, test, marks, formatRun(run)].join(".");
}

/**
 * Reads what {@linkcode formatToken} has printed.
 *
 * @throws {ArgumentError} If it is none; the rule that it breaks is named.
 */
export function parseToken(text: string): ReplayToken {
  const refuse = (rule: string): never => {
    throw new ArgumentError("replay a simulated test", { rule, value: text });
  };
  const [, version, test, marks, run] = /^(v\d+)\.(?:([a-z0-9-]+~[a-z0-9]+)\.([\w-]*)\.(.*))?/.exec(`${text}`.trim()) ??
    [];
  if (version === undefined) refuse("a token is one line that begins with v1.");
  if (version !== BEGINNING) refuse("this is version 1 of the form: run the test again to get a new token");
  if (test === undefined) refuse("a token is v1.TEST.MARKS.RUN");
  return { test: test!, marks: marks!, run: parseRun(run!) };
}
