import { assertEquals } from "@std/assert";
import { CodecError } from "./codec.ts";
import { toldError } from "./told_error.ts";

Deno.test("toldError() has the name and the message of whatever was thrown, cut to length", () => {
  assertEquals(toldError(new RangeError("no")), ["RangeError", "no"]);
  assertEquals(toldError(new CodecError("a[0]", "a function")), ["CodecError", "a[0]\na function"]);
  assertEquals(toldError("text"), ["Error", "text"]);
  assertEquals(toldError(new Error("x".repeat(20_000)))[1].length, 10_000);
  const hides = new Proxy(new Error(), {
    get: () => {
      throw 1;
    },
  });
  assertEquals(toldError(hides), ["Error", "What was thrown cannot be read"]);
});
