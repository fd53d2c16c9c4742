import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import type { Self } from "../processes/self.ts";
import { CallbackSet, checkCallbacks } from "./_callback_set.ts";

const self = null as unknown as Self;

Deno.test("CallbackSet: a function for each state, of which some have one for their entry", () => {
  const set = new CallbackSet({
    states: {
      a: (event, data) => [event, data],
      b: { enter: (oldState, data) => [oldState, data], handle: () => "b" },
    },
  }, null);
  assertEquals(set.handle({}, "a", 1, self), [{}, 1]);
  assertEquals(set.handle({}, "b", 1, self), "b");
  assertEquals([set.enters("a"), set.enters("b")], [false, true]);
  assertEquals(set.enter("a", "b", 1, self), ["a", 1]);
  assertEquals([set.refusal("a"), set.refusal("c"), set.refusal({ a: 1 })], [
    undefined,
    "it is one of a, b",
    "it is one of a, b",
  ]);
  assertEquals(set.refusal("constructor"), "it is one of a, b");
});

Deno.test("CallbackSet: one function for all states, which may be anything", () => {
  const set = new CallbackSet({
    handleEvent: (event, state, data) => [event, state, data],
    handleEnter: (oldState, state, data) => [oldState, state, data],
  }, null);
  assertEquals(set.handle({}, { a: 1 }, 1, self), [{}, { a: 1 }, 1]);
  assertEquals([set.enters(5), set.refusal(5)], [true, undefined]);
  assertEquals(set.enter(4, 5, 1, self), [4, 5, 1]);
  assertEquals(new CallbackSet({ handleEvent: () => 1 }, set).enters(5), false);
});

Deno.test("checkCallbacks() refuses what handles no events, naming the action", () => {
  assertThrows(
    () => checkCallbacks("change", {}),
    ArgumentError,
    "Cannot change: it has states, or else a handleEvent",
  );
  checkCallbacks("change", { states: { a: () => {}, b: { enter: () => {}, handle: () => {} } } });
});
