import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { seedOf, tokenFor, variableOf } from "./environment.ts";
import { formatToken, testKey } from "./replay_token.ts";

/** With a variable of the environment as it says. */
function withVariable(name: string, value: string, body: () => void): void {
  const before = Deno.env.get(name);
  Deno.env.set(name, value);
  try {
    body();
  } finally {
    if (before === undefined) Deno.env.delete(name);
    else Deno.env.set(name, before);
  }
}

Deno.test("variableOf: one that is empty is none", () => {
  withVariable(
    "SUPERTESTER_SEED",
    "",
    () => assertEquals([variableOf("SUPERTESTER_SEED"), seedOf()], [undefined, undefined]),
  );
  withVariable("SUPERTESTER_SEED", "7", () => assertEquals(variableOf("SUPERTESTER_SEED"), "7"));
});

Deno.test("tokenFor: only that of the test, and it has to be one", () => {
  const run = { seed: 7, strategy: "fifo", choices: [], faults: [] };
  const token = formatToken({ test: testKey("mine"), run, marks: "" });
  withVariable("SUPERTESTER_REPLAY", token, () => {
    assertEquals([tokenFor("mine"), tokenFor("other")], [token, undefined]);
  });
  withVariable(
    "SUPERTESTER_REPLAY",
    "nonsense",
    () => void assertThrows(() => tokenFor("mine"), ArgumentError, "a token is"),
  );
});

Deno.test("seedOf: a whole number", () => {
  withVariable("SUPERTESTER_SEED", "-12", () => assertEquals(seedOf(), -12));
  withVariable(
    "SUPERTESTER_SEED",
    "1.5",
    () => void assertThrows(seedOf, ArgumentError, "SUPERTESTER_SEED is a whole number"),
  );
});
