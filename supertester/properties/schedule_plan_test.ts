import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { Arbitrary, assert as assertProperty, property, type Random, Stream, Value } from "npm:fast-check@^4";
import {
  checkSchedules,
  drawSchedule,
  earlierFaults,
  plainerSchedules,
  type SchedulePlan,
  sparseChoices,
  withoutSome,
} from "./schedule_plan.ts";

const ALL = checkSchedules("test", {
  faults: ["loss", "delay", "duplicate", "reorder", "crash", "slow"],
  maxFaults: 3,
});

class Schedules extends Arbitrary<SchedulePlan> {
  generate(random: Random): Value<SchedulePlan> {
    return new Value(drawSchedule(random, ALL), undefined);
  }
  canShrinkWithoutContext(_value: unknown): _value is SchedulePlan {
    return false;
  }
  shrink(): Stream<Value<SchedulePlan>> {
    return Stream.nil();
  }
}

/** Faults, then choices that are not plain, then their sum, then the length, then what faults say. */
const size = ({ choices, faults }: SchedulePlan) => [
  faults.length,
  choices.filter((choice) => choice !== 0).length,
  choices.reduce((sum, each) => sum + each, 0),
  choices.length,
  faults.reduce((sum, { at, ms = 0 }) => sum + at + ms, 0),
];

const isSmaller = (one: readonly number[], other: readonly number[]) => {
  const at = one.findIndex((each, index) => each !== other[index]);
  return at >= 0 && one[at]! < other[at]!;
};

Deno.test("drawSchedule: keeps to its limits, and draws every kind", () => {
  const kinds = new Set<string>();
  const lengths = new Set<number>();
  assertProperty(
    property(new Schedules(), ({ choices, faults }) => {
      lengths.add(choices.length);
      for (const { kind, at, ms } of faults) {
        kinds.add(kind);
        assert(at >= 1 && at <= 40 && (ms === undefined) === (kind === "loss" || kind === "crash"));
      }
      assert(choices.length <= 60 && faults.length <= 3 && choices.at(-1) !== 0);
      assert(choices.every((choice) => choice >= 0 && choice <= 3));
    }),
    { numRuns: 500, seed: 1 },
  );
  assertEquals(kinds.size, 6);
  assert(lengths.has(0) && lengths.size > 30);
});

Deno.test("plainerSchedules: every one is smaller than what it comes from", () => {
  assertProperty(
    property(new Schedules(), (plan) => {
      for (const plainer of plainerSchedules(plan)) {
        assert(isSmaller(size(plainer), size(plan)), JSON.stringify(plainer));
      }
    }),
    { numRuns: 100, seed: 2 },
  );
  assertEquals([...plainerSchedules({ choices: [], faults: [] })], []);
  const [first] = plainerSchedules({ choices: [0, 3], faults: [] });
  assertEquals(first?.choices, []);
});

Deno.test("withoutSome: leaves out a few in a row, so that the others come earlier", () => {
  assertEquals([...withoutSome([0, 1])], [[1], [], []]);
});

Deno.test("earlierFaults: each at all places before its own", () => {
  const crash = (at: number) => ({ kind: "crash", scope: "turns", at }) as const;
  assertEquals([...earlierFaults([crash(3), crash(2)])].map((faults) => faults.map(({ at }) => at)), [
    [2, 2],
    [1, 2],
    [3, 1],
  ]);
});

Deno.test("sparseChoices: every schedule of a length with one choice that is not plain, or with two", () => {
  assertEquals([...sparseChoices({ length: 9, most: 0 })], []);
  assertEquals([...sparseChoices({ length: 2, most: 1 })].map(String), ["1", "2", "3", "0,1", "0,2", "0,3"]);
  const pairs = [...sparseChoices({ length: 3, most: 2 })];
  assertEquals(pairs.length, 9 + 27);
  assertEquals(new Set(pairs.map(String)).size, 36);
  assertEquals([...sparseChoices({ length: 60, most: 2 })].length, 180); // pairs would be too many
});

Deno.test("checkSchedules: refuses what is none", () => {
  const refuses = (options: object, message: string) =>
    assertThrows(() => checkSchedules("test", options), ArgumentError, message);
  refuses({ maxChoices: -1 }, "maxChoices is a whole number from 0 up");
  refuses({ faultsWithin: 0 }, "faultsWithin is a whole number from 1 up");
  refuses({ faults: ["fire"] }, "faults are of loss, delay");
  refuses({ faults: "loss" }, "faults are of loss, delay");
  assertEquals(checkSchedules("test", {}).maxChoices, 60);
});
