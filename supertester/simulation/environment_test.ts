import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { seedOf, tokenFor, variableOf } from "./environment.ts";
import { formatToken, testKey } from "./replay_token.ts";
import { variable } from "./testdata/variables.ts";

Deno.test("variableOf: one that is empty is none", () => {
  {
    using _ = variable("SUPERTESTER_SEED", "");
    assertEquals([variableOf("SUPERTESTER_SEED"), seedOf()], [undefined, undefined]);
  }
  using _ = variable("SUPERTESTER_SEED", "7");
  assertEquals(variableOf("SUPERTESTER_SEED"), "7");
});

Deno.test("tokenFor: only that of the test, and it has to be one", () => {
  const run = { seed: 7, strategy: "fifo", choices: [], faults: [] };
  const token = formatToken({ test: testKey("mine"), run, marks: "" });
  {
    using _ = variable("SUPERTESTER_REPLAY", token);
    assertEquals([tokenFor("mine"), tokenFor("other")], [token, undefined]);
  }
  using _ = variable("SUPERTESTER_REPLAY", "nonsense");
  assertThrows(() => tokenFor("mine"), ArgumentError, "a token is");
});

Deno.test("seedOf: a whole number", () => {
  {
    using _ = variable("SUPERTESTER_SEED", "-12");
    assertEquals(seedOf(), -12);
  }
  using _ = variable("SUPERTESTER_SEED", "1.5");
  assertThrows(seedOf, ArgumentError, "SUPERTESTER_SEED is a whole number");
});
