import { assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { AssertionError } from "./assertion_error.ts";
import { assertAlmostEquals, assertGreater, assertLess, assertMatch, assertStringIncludes } from "./assert_values.ts";

Deno.test("assert_values: what holds is silent", () => {
  assertAlmostEquals(0.1 + 0.2, 0.3);
  assertAlmostEquals(1, 1.4, 0.5);
  assertGreater(2, 1);
  assertLess("a", "b");
  assertMatch("abc", /b/);
  assertStringIncludes("abc", "bc");
});

Deno.test("assert_values: what does not hold says what it is", () => {
  const cases: [() => void, string][] = [
    [() => assertAlmostEquals(1, 2), "expected was 2"],
    [() => assertAlmostEquals(NaN, 2), "It is NaN"],
    [() => assertAlmostEquals(null as never, 0), "It is null"],
    [() => assertAlmostEquals("1" as never, 1), "It is 1"],
    [() => assertGreater(1, 1), "1 is not above 1"],
    [() => assertLess(1, NaN), "1 is not below NaN"],
    [() => assertMatch("abc", /x/), "does not match /x/"],
    [() => assertMatch(5 as never, /5/), "does not match"],
    [() => assertStringIncludes("abc", "x"), 'does not have "x" in it'],
  ];
  for (const [body, message] of cases) assertThrows(body, AssertionError, message);
});

Deno.test("assert_values: what nothing can be compared with is refused", () => {
  for (const none of [null, undefined, 5, {}] as never[]) {
    assertThrows(() => assertMatch("5", none), ArgumentError, "the pattern is a RegExp");
    assertThrows(() => assertStringIncludes("null undefined 5", none), ArgumentError, "the part is a text");
  }
  for (const none of [null, undefined, "0", {}] as never[]) {
    assertThrows(() => assertAlmostEquals(0, none), ArgumentError, "what is expected is a number");
  }
});
