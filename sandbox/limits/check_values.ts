import { ArgumentError } from "@superlearner/otp";

/** Values by the names that they have in a rule; one that is `undefined` was not given, and is right. */
export type Given = Readonly<Record<string, unknown>>;

/** Sees that what was given are functions. @throws {ArgumentError} If not. */
export function checkFunctions(action: string, given: Given): void {
  checkEach(action, { given, kind: "a function", holds: (value) => typeof value === "function" });
}

/** Sees that what was given are texts. @throws {ArgumentError} If not. */
export function checkTexts(action: string, given: Given): void {
  checkEach(action, { given, kind: "a text", holds: (value) => typeof value === "string" });
}

/** Sees that what was given are lists of texts. @throws {ArgumentError} If not. */
export function checkTextLists(action: string, given: Given): void {
  const holds = (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === "string");
  checkEach(action, { given, kind: "a list of texts", holds });
}

/** Sees that what was given are numbers from 0 up, an end or none. @throws {ArgumentError} If not. */
export function checkAmounts(action: string, given: Given): void {
  checkEach(action, { given, kind: "a number from 0 up", holds: (value) => typeof value === "number" && value >= 0 });
}

/** Sees that what was given can be a path of the host. @throws {ArgumentError} If not. */
export function checkPaths(action: string, given: Given): void {
  const holds = (value: unknown) =>
    value instanceof URL ? value.protocol === "file:" : typeof value === "string" && value !== "";
  checkEach(action, { given, kind: "a path, or a URL of the form file:", holds });
}

/** Sees that what was given are maps. @throws {ArgumentError} If not. */
export function checkMaps(action: string, given: Given): void {
  checkEach(action, { given, kind: "a Map", holds: (value) => value instanceof Map });
}

/** Sees that what was given does what is asked of it. @throws {ArgumentError} If a method is missing. */
export function checkDoes(action: string, given: Given, ...[kind, ...methods]: [kind: string, ...string[]]): void {
  const holds = (value: unknown) =>
    value !== null && methods.every((name) => typeof (value as Given)[name] === "function");
  checkEach(action, { given, kind, holds });
}

/** Sees that a clock is one, if it was given. @throws {ArgumentError} If not. */
export function checkClock(action: string, clock: unknown): void {
  checkDoes(action, { clock }, "a Clock", "now", "wallTime", "setAlarm");
}

interface Rule {
  readonly given: Given;
  readonly kind: string;
  readonly holds: (value: unknown) => boolean;
}

function checkEach(action: string, { given, kind, holds }: Rule): void {
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || holds(value)) continue;
    throw new ArgumentError(action, { rule: `${name} is ${kind}`, value });
  }
}
