import { assertEquals, AssertionError, assertRejects, assertThrows } from "@std/assert";

const boom = () => {
  throw new TypeError("one two");
};

Deno.test("assertThrows() returns what was thrown", () => {
  const error: TypeError = assertThrows(boom, TypeError, "two");
  assertEquals(error.message, "one two");
  const thrown: unknown = assertThrows(() => {
    throw "text";
  });
  assertEquals(thrown, "text");
});

Deno.test("assertThrows() fails when nothing was thrown, or something else", () => {
  assertThrows(() => assertThrows(() => 1), AssertionError, "Expected function to throw.");
  assertThrows(() => assertThrows(() => 1, "my words"), AssertionError, "Expected function to throw: my words");
  assertThrows(() => assertThrows(boom, RangeError), AssertionError, 'instance of "RangeError"');
  assertThrows(() => assertThrows(boom, TypeError, "three"), AssertionError, 'to include "three"');
  assertThrows(() => assertThrows(boom, TypeError, "three", "my words"), AssertionError, "my words");
  const text = () => {
    throw "text";
  };
  assertThrows(() => assertThrows(text, Error), AssertionError, "A non-Error object was thrown");
});

Deno.test("assertRejects() fails on a synchronous throw, which no caller sees as a rejection", async () => {
  await assertRejects(
    () => assertRejects(() => boom() as never),
    AssertionError,
    "Function throws when expected to reject",
  );
});
