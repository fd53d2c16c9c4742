import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { type Doer, nameOf } from "./doer.ts";

Deno.test("nameOf() says who does it, or that nobody is named", () => {
  assertEquals(nameOf("do it", { by: "michael" }), "michael");
  const refusal = (doer: unknown) => assertThrows(() => nameOf("do it", doer as Doer), ArgumentError).message;
  assertEquals(refusal({}), "Cannot do it: by names who does it, got undefined");
  assertEquals(refusal({ by: " " }), 'Cannot do it: by names who does it, got " "');
  assertEquals(refusal({ by: 7 }), "Cannot do it: by names who does it, got 7");
  assertEquals(refusal(undefined), "Cannot do it: the options are an object, got undefined");
});
