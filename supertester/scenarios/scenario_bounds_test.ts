import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { summarize } from "../statistics/summary.ts";
import { checkScenarioBounds, exceeded } from "./scenario_bounds.ts";

const METRICS = { operations: 3, errors: 1, clients: 1, durationMs: 20, callMs: summarize([1, 2, 9]), mailboxPeak: 4 };

Deno.test("exceeded: a figure at its bound is within it, one above is said", () => {
  const bounds = { maxMailbox: 4, maxDurationMs: 20, maxCallMs: 9, p95CallMs: 9 };
  assertEquals(exceeded(METRICS, bounds), []);
  assertEquals(exceeded(METRICS, { maxMailbox: 3, maxDurationMs: 19.5, maxCallMs: 8, p95CallMs: 8 }), [
    "maxMailbox exceeded (actual: 4, at most 3)",
    "maxDurationMs exceeded (actual: 20, at most 19.5)",
    "maxCallMs exceeded (actual: 9, at most 8)",
    "p95CallMs exceeded (actual: 9, at most 8)",
  ]);
  assertEquals(exceeded({ operations: 0, errors: 0, clients: 1, durationMs: 0 }, { maxCallMs: 0, maxMailbox: 0 }), []);
});

Deno.test("D23: a bound that is misspelt does not hold for ever", () => {
  assertThrows(() => checkScenarioBounds("test", { maxEror: 1 } as never), ArgumentError, "the bounds are maxErrors, ");
  assertThrows(() => checkScenarioBounds("test", { maxErrors: -1 }), ArgumentError, "bounds.maxErrors is a number");
  assertThrows(() => checkScenarioBounds("test", null as never), ArgumentError, "the bounds are an object");
  checkScenarioBounds("test", { maxErrors: Infinity });
});
