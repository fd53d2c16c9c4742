import type { ResultAttachment, ResultKind, TestResult } from "./result.ts";

/** The kinds, for those who read what others wrote. */
const KINDS: ReadonlySet<string> = new Set<ResultKind>(["chaos", "performance", "simulation", "scenario", "recording"]);

/** What was read of a file of results, and what could not be. */
export interface ReadResults {
  /** The results, in the order written. */
  readonly results: TestResult[];
  /** What is wrong with the lines that were passed over, for people. */
  readonly problems: string[];
}

/**
 * One result as a line of JSON, its line end included. What JSON has no form for is written as text: a `bigint`, a
 * symbol, a function, and an object inside of itself.
 */
export function formatResult(result: TestResult): string {
  const above: unknown[] = [];
  const text = JSON.stringify(result, function (this: unknown, _key, value: unknown) {
    // `this` is who holds the value: all below it on the way here has been left again.
    while (above.length > 0 && above.at(-1) !== this) above.pop();
    if (typeof value === "bigint") return `${value}n`;
    if (typeof value === "symbol" || typeof value === "function") return String(value);
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    if (typeof value !== "object" || value === null) return value;
    if (above.includes(value)) return "[circular]";
    above.push(value);
    return value;
  });
  return `${text}\n`;
}

/**
 * Reads lines that {@linkcode formatResult} wrote. A line that is none (the last one of a test that was killed while it
 * wrote) is passed over and said.
 */
export function parseResults(text: string, from: string): ReadResults {
  const results: TestResult[] = [];
  const problems: string[] = [];
  text.split("\n").forEach((line, index) => {
    if (line.trim() === "") return;
    const result = readLine(line);
    if (result !== undefined) results.push(result);
    else problems.push(`${from}:${index + 1}: a result is a line of JSON, got ${line.slice(0, 60)}`);
  });
  return { results, problems };
}

function readLine(line: string): TestResult | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isResult(value) ? value : undefined;
}

function isResult(value: unknown): value is TestResult {
  if (typeof value !== "object" || value === null) return false;
  const { kind, test, name, passed, at, attachments } = value as Partial<Record<keyof TestResult, unknown>>;
  return KINDS.has(String(kind)) && typeof test === "string" && typeof name === "string" &&
    typeof passed === "boolean" && typeof at === "number" &&
    (attachments === undefined || Array.isArray(attachments) && attachments.every(isAttachment));
}

function isAttachment(value: unknown): value is ResultAttachment {
  const { name, mediaType, text } = (value ?? {}) as Partial<Record<keyof ResultAttachment, unknown>>;
  return [name, mediaType, text].every((part) => typeof part === "string");
}
