import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkOptions, isPlainObject } from "./check_options.ts";

Deno.test("checkOptions() gives an object back, and refuses the rest", () => {
  const options = { a: 1 };
  assertStrictEquals(checkOptions("act", options), options);
  for (const [value, shown] of [[null, "null"], [[], "[]"], [7, "7"]] as const) {
    const { message } = assertThrows(() => checkOptions<unknown>("act", value), ArgumentError);
    assertEquals(message, `Cannot act: the options are an object, got ${shown}`);
  }
});

Deno.test("isPlainObject() is false for lists and what is no object", () => {
  assertEquals([{}, Object.create(null), [], null, "x", undefined].map(isPlainObject), [
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
});
