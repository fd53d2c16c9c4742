import { assertThrows } from "@std/assert";
import { AssertionError } from "./assertion_error.ts";
import * as own from "./assert_equals.ts";

Deno.test("assert_equals: what holds is silent", () => {
  own.assert(1);
  own.assertFalse(0);
  own.assertExists("");
  own.assertEquals({ a: [1] }, { a: [1] });
  own.assertNotEquals<unknown>(1, "1");
  own.assertStrictEquals(NaN, NaN);
});

Deno.test("assert_equals: what does not hold says what it is", () => {
  const cases: [() => void, string][] = [
    [() => own.assert(0, "zero"), "zero"],
    [() => own.assertFalse(1), "It holds"],
    [() => own.assertExists(null, "it"), "it: It is null"],
    [() => own.assertEquals<unknown>("1", 1), 'It is "1", expected was 1'],
    [() => own.assertEquals([1], [2], "list"), "list: It is [1], expected was [2]"],
    [() => own.assertNotEquals(1, 1), "should be anything else"],
    [() => own.assertStrictEquals({}, {}), "expected was the same"],
  ];
  for (const [body, message] of cases) assertThrows(body, AssertionError, message);
});
