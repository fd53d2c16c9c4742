/** What the sandbox of the tests, the host and the sandbox of a submission say to each other: plain data, in both ways. */

/** The name of something that tests may ask of a submission. */
export type AskName =
  | "call"
  | "value"
  | "start"
  | "whereis"
  | "tree"
  | "settle"
  | "processCall"
  | "processCast"
  | "processSend"
  | "processState"
  | "processAlive"
  | "processExit"
  | "processExited"
  | "processRestarted";

/** All of them. */
export const ASKS: readonly AskName[] = [
  "call",
  "value",
  "start",
  "whereis",
  "tree",
  "settle",
  "processCall",
  "processCast",
  "processSend",
  "processState",
  "processAlive",
  "processExit",
  "processExited",
  "processRestarted",
];

/** What a submission says to what it was asked. */
export type Answer =
  /** A value. */
  | { readonly outcome: "gave"; readonly value: unknown }
  /** Code of the submission threw. */
  | { readonly outcome: "threw"; readonly name: string; readonly message: string }
  /** It has nothing of the kind: no function of that name, no process. The test has failed. */
  | { readonly outcome: "lacks"; readonly what: string };

/** What came of a test. */
export interface TestOutcome {
  /** Whether it ran to its end. */
  readonly passed: boolean;
  /** What it threw, for people; empty if it passed. */
  readonly message: string;
}

/** A test that is going to be run. */
export interface PlannedTest {
  /** Its name. */
  readonly name: string;
  /** What it counts. */
  readonly points: number;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
}

/** What a running test tells. */
export type TestEvent =
  | readonly ["ask", id: number, ask: AskName, args: readonly unknown[]]
  | readonly ["finished", outcome: TestOutcome];

/** What is told of a run, with the word that proves by whom. */
export interface Told<Value> {
  /** The word that the host gave to the tests' sandbox alone. */
  readonly secret: string;
  /** What is told. */
  readonly value: Value;
}
