/**
 * A stand-in for `jsr:@std/assert@1`, so that the tests run where JSR cannot be reached. Names, signatures and
 * behaviour are those of the real package as far as this repository uses it; `deno task test:std` runs the
 * same tests against the real one, and a difference found there is a bug here.
 *
 * @module
 */
export { assertAlmostEquals } from "./almost_equals.ts";
export { assertArrayIncludes } from "./array_includes.ts";
export { AssertionError } from "./assertion_error.ts";
export { equal } from "./equal.ts";
export { assertEquals, assertNotEquals, assertNotStrictEquals, assertStrictEquals } from "./equals.ts";
export { assertInstanceOf, assertNotInstanceOf } from "./instance_of.ts";
export { assertIsError } from "./is_error.ts";
export { assertMatch, assertNotMatch, assertStringIncludes } from "./match.ts";
export { assertObjectMatch } from "./object_match.ts";
export { assertGreater, assertGreaterOrEqual, assertLess, assertLessOrEqual } from "./order.ts";
export { assertRejects } from "./rejects.ts";
export { assertThrows } from "./throws.ts";
export { assert, assertExists, assertFalse, fail, unreachable } from "./truth.ts";
export type { Falsy } from "./truth.ts";
