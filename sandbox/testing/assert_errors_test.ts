import { assertEquals, assertRejects as stdRejects, assertThrows as stdThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { AssertionError } from "./assertion_error.ts";
import { assertRejects, assertThrows } from "./assert_errors.ts";

const far = () => {
  throw new RangeError("too far");
};

Deno.test("assertThrows: gives the error of the class and text that were asked for", () => {
  assertEquals(assertThrows(far, RangeError, "far").message, "too far");
  stdThrows(() => assertThrows(() => 1), AssertionError, "did not throw");
  stdThrows(() => assertThrows(far, TypeError), AssertionError, "It threw RangeError, expected was TypeError");
  stdThrows(() => assertThrows(far, RangeError, "near"), AssertionError, '"near" in it');
});

Deno.test("assertThrows and assertRejects: what is no function, or no class, is no error that was to come", async () => {
  for (const none of [null, undefined, 5, "x", {}] as never[]) {
    stdThrows(() => assertThrows(none), ArgumentError, "what is to fail is a function");
    await stdRejects(() => assertRejects(none, TypeError), ArgumentError, "what is to fail is a function");
  }
  for (const none of [null, 5, "x", {}] as never[]) {
    stdThrows(() => assertThrows(far, none), ArgumentError, "what is to be thrown is a class of errors");
    await stdRejects(() => assertRejects(far, none), ArgumentError, "what is to be thrown is a class of errors");
  }
});

Deno.test("assertRejects: gives the error of a rejection", async () => {
  assertEquals((await assertRejects(() => Promise.reject(new RangeError("far")), RangeError)).message, "far");
  await stdRejects(() => assertRejects(() => Promise.resolve(1)), AssertionError, "not rejected");
  await stdRejects(() => assertRejects(() => Promise.reject(1)), AssertionError, "is no error");
});
