import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions, checkOptions, isPlainObject, optionsFor } from "./check_options.ts";

Deno.test("checkOptions() gives an object back, and refuses the rest", () => {
  const options = { a: 1 };
  assertStrictEquals(checkOptions("act", options), options);
  for (const [value, shown] of [[null, "null"], [[], "[]"], [7, "7"]] as const) {
    const { message } = assertThrows(() => checkOptions<unknown>("act", value), ArgumentError);
    assertEquals(message, `Cannot act: the options are an object, got ${shown}`);
  }
});

Deno.test("checkKnownOptions() refuses an option that nobody knows", () => {
  const options: { readonly a?: number; readonly b?: number } = { a: 1 };
  const known = { a: true, b: true } as const;
  assertStrictEquals(checkKnownOptions("act", options, known), options);
  const { message } = assertThrows(
    () => checkKnownOptions("act", { ...options, c: 1 } as typeof options, known),
    ArgumentError,
  );
  assertEquals(message, 'Cannot act: an option is one of a, b, got "c"');
  assertThrows(() => checkKnownOptions("act", { toString: 1 } as never, known), ArgumentError);
});

Deno.test("optionsFor() leaves out what the other does not know", () => {
  const options = { a: 1, c: 3, toString: 4 };
  assertEquals(optionsFor<{ readonly a?: number; readonly b?: number }>({ a: true, b: true }, options), { a: 1 });
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
