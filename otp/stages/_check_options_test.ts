import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../mod.ts";
import { checkOptions } from "./_check_options.ts";

Deno.test("checkOptions() gives an object back, and says of anything else what it was for", () => {
  const options = { maxDemand: 5 };
  assertEquals(checkOptions("subscribe", options) === options, true);
  for (const value of [null, undefined, 5, "x", [], true, () => {}]) {
    assertThrows(
      () => checkOptions("subscribe", value),
      ArgumentError,
      "Cannot subscribe: the options are an object, got",
    );
  }
});
