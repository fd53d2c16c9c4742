import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import * as main from "./tests_main.ts";
import * as testing from "./mod.ts";

Deno.test("tests_main: all that tests import, and what the host calls", () => {
  const more = Object.keys(main).filter((name) => !Object.hasOwn(testing, name));
  assertEquals(more.sort(), ["answer", "begin", "next", "plan", "seal"]);
  assertThrows(() => main.plan("no word was given"), ArgumentError);
});
