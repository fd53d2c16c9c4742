import { ArgumentError } from "@superlearner/otp";
import { assertEquals, assertThrows } from "@std/assert";
import { Attempt } from "./attempt.ts";

Deno.test("Attempt has one outcome, whoever tells it first", () => {
  const told: unknown[] = [];
  const attempt = new Attempt({ n: 1, changeFrom: undefined, end: (...outcome) => told.push(outcome) });
  attempt.commit();
  assertThrows(() => attempt.fail("late"), ArgumentError, "it has one outcome");
  attempt[Symbol.dispose]();
  assertEquals(told, [["current", undefined]]);
});
