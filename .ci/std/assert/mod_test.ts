// Imported by name, so that `deno task test:std` puts the same questions to the real package.
import {
  assert,
  assertAlmostEquals,
  assertArrayIncludes,
  assertEquals,
  assertExists,
  assertFalse,
  assertGreater,
  assertGreaterOrEqual,
  assertInstanceOf,
  AssertionError,
  assertIsError,
  assertLess,
  assertLessOrEqual,
  assertMatch,
  assertNotEquals,
  assertNotInstanceOf,
  assertNotMatch,
  assertNotStrictEquals,
  assertObjectMatch,
  assertStrictEquals,
  assertStringIncludes,
  assertThrows,
  fail,
  unreachable,
} from "@std/assert";

interface Case {
  name: string;
  passes: () => void;
  fails: (msg?: string) => void;
  says: string;
}

const list = [1, 2];
const cases: Case[] = [
  { name: "assert", passes: () => assert(1), fails: (msg) => assert(0, msg), says: "" },
  { name: "assertFalse", passes: () => assertFalse(""), fails: (msg) => assertFalse("x", msg), says: "" },
  {
    name: "assertExists",
    passes: () => assertExists(0),
    fails: (msg) => assertExists(null, msg),
    says: 'Expected actual: "null" to not be null or undefined',
  },
  {
    name: "assertEquals",
    passes: () => assertEquals({ a: [1] }, { a: [1] }),
    fails: (msg) => assertEquals({ a: 1 }, { a: 2 }, msg),
    says: "Values are not equal",
  },
  {
    name: "assertNotEquals",
    passes: () => assertNotEquals<unknown>({ a: 1 }, { a: 2 }),
    fails: (msg) => assertNotEquals([1], [1], msg),
    says: "not to be:",
  },
  {
    name: "assertStrictEquals",
    passes: () => assertStrictEquals(list, list),
    fails: (msg) => assertStrictEquals([1, 2], list, msg),
    says: "Values have the same structure but are not reference-equal",
  },
  {
    name: "assertNotStrictEquals",
    passes: () => assertNotStrictEquals([1, 2], list),
    fails: (msg) => assertNotStrictEquals(list, list, msg),
    says: 'Expected "actual" to not be strictly equal to:',
  },
  {
    name: "assertMatch",
    passes: () => assertMatch("abc", /b/),
    fails: (msg) => assertMatch("abc", /x/, msg),
    says: 'Expected actual: "abc" to match: "/x/"',
  },
  {
    name: "assertNotMatch",
    passes: () => assertNotMatch("abc", /x/),
    fails: (msg) => assertNotMatch("abc", /b/, msg),
    says: 'Expected actual: "abc" to not match: "/b/"',
  },
  {
    name: "assertStringIncludes",
    passes: () => assertStringIncludes("abc", "b"),
    fails: (msg) => assertStringIncludes("abc", "x", msg),
    says: 'Expected actual: "abc" to contain: "x"',
  },
  {
    name: "assertInstanceOf",
    passes: () => assertInstanceOf(new TypeError(), Error),
    fails: (msg) => assertInstanceOf(new Date(), Map, msg),
    says: 'Expected object to be an instance of "Map" but was "Date"',
  },
  {
    name: "assertNotInstanceOf",
    passes: () => assertNotInstanceOf(new Date(), Map),
    fails: (msg) => assertNotInstanceOf(new Date(), Date, msg),
    says: "Expected object to not be an instance of",
  },
  {
    name: "assertIsError",
    passes: () => assertIsError(new TypeError("one two"), TypeError, /^one/),
    fails: (msg) => assertIsError(new TypeError("one two"), TypeError, "three", msg),
    says: 'Expected error message to include "three", but got "one two"',
  },
  {
    name: "assertGreater",
    passes: () => assertGreater(2, 1),
    fails: (msg) => assertGreater(1, 1, msg),
    says: "Expect 1 > 1",
  },
  {
    name: "assertGreaterOrEqual",
    passes: () => assertGreaterOrEqual(1, 1),
    fails: (msg) => assertGreaterOrEqual(0, 1, msg),
    says: "Expect 0 >= 1",
  },
  { name: "assertLess", passes: () => assertLess(1, 2), fails: (msg) => assertLess(1, 1, msg), says: "Expect 1 < 1" },
  {
    name: "assertLessOrEqual",
    passes: () => assertLessOrEqual(1, 1),
    fails: (msg) => assertLessOrEqual(2, 1, msg),
    says: "Expect 2 <= 1",
  },
  {
    name: "assertAlmostEquals",
    passes: () => assertAlmostEquals(0.1 + 0.2, 0.3),
    fails: (msg) => assertAlmostEquals(1, 2, 0.5, msg),
    says: 'Expected actual: "1" to be close to "2": delta "1" is greater than "5e-1"',
  },
  {
    name: "assertArrayIncludes",
    passes: () => assertArrayIncludes([{ a: 1 }, { b: 2 }], [{ b: 2 }]),
    fails: (msg) => assertArrayIncludes([1, 2], [3], msg),
    says: "to include:",
  },
  {
    name: "assertObjectMatch",
    passes: () => assertObjectMatch({ a: { b: 1, c: 2 }, d: [{ e: 1, f: 2 }] }, { a: { b: 1 }, d: [{ e: 1 }] }),
    fails: (msg) => assertObjectMatch({ a: { b: 1 } }, { a: { b: 2 } }, msg),
    says: "Values are not equal",
  },
  { name: "fail", passes: () => {}, fails: (msg) => fail(msg), says: "Failed assertion" },
  { name: "unreachable", passes: () => {}, fails: (msg) => unreachable(msg), says: "Unreachable" },
];

for (const { name, passes, fails, says } of cases) {
  Deno.test(`${name}() passes, fails and carries the caller's words`, () => {
    passes();
    const error = assertThrows(() => fails(), AssertionError, says);
    assertEquals(error.name, "AssertionError");
    assertThrows(() => fails("in my words"), AssertionError, "in my words");
  });
}

Deno.test("assertAlmostEquals() tolerates a ten-millionth by default, and a given distance", () => {
  assertAlmostEquals(1e8, 1e8 + 9);
  assertThrows(() => assertAlmostEquals(1e8, 1e8 + 11), AssertionError);
  assertAlmostEquals(1, 1.4, 0.5);
  assertAlmostEquals(Infinity, Infinity);
});

Deno.test("assertIsError() tells a wrong class from a wrong message and from no error", () => {
  assertThrows(() => assertIsError("text"), AssertionError, 'Expected "error" to be an Error object');
  assertThrows(
    () => assertIsError(new TypeError("a"), RangeError),
    AssertionError,
    'Expected error to be instance of "RangeError", but was "TypeError"',
  );
});

Deno.test("the assertions narrow types", () => {
  const value: unknown = "text";
  assert(typeof value === "string");
  const length: number = value.length;
  const maybe: Date | undefined = new Map([["a", new Date(0)]]).get("a");
  assertExists(maybe);
  const time: number = maybe.getTime();
  const thrown: unknown = new TypeError("a");
  assertInstanceOf(thrown, TypeError);
  const message: string = thrown.message;
  assertEquals([length, time, message], [4, 0, "a"]);
});
