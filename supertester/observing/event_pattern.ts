import { equal } from "@std/assert";
import { ArgumentError, type EventType, type SystemEvent } from "@superlearner/otp";

/** Which events are meant: those of a type, those with these facts (compared by value), or those that a test accepts. */
export type EventPattern =
  | EventType
  | { readonly type?: EventType; readonly [fact: string]: unknown }
  | ((event: SystemEvent) => boolean);

/** The test that a pattern is. */
export function matcherOf(pattern: EventPattern): (event: SystemEvent) => boolean {
  if (typeof pattern === "function") return (event) => pattern(event) === true;
  if (typeof pattern === "string") return ({ type }) => type === pattern;
  if (typeof pattern !== "object" || pattern === null) {
    throw new ArgumentError("match events", { rule: "a pattern is a type, facts, or a test", value: pattern });
  }
  const facts = Object.entries(pattern);
  return (event) => facts.every(([key, value]) => equal((event as unknown as Record<string, unknown>)[key], value));
}

/** A pattern as text. */
export function patternText(pattern: EventPattern): string {
  if (typeof pattern === "string") return pattern;
  if (typeof pattern === "function") return pattern.name || "the test";
  return JSON.stringify(pattern);
}

/** How much of a pattern an event has: its facts that agree; what nearly matched is shown when nothing did. */
export function nearness(pattern: EventPattern, event: SystemEvent): number {
  if (typeof pattern !== "object") return 0;
  const facts = Object.entries(pattern);
  return facts.filter(([key, value]) => equal((event as unknown as Record<string, unknown>)[key], value)).length;
}
