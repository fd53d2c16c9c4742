import { assertEquals } from "@std/assert";
import { DeadlockError, ReplayError } from "./errors.ts";

Deno.test("ReplayError says where the run was left", () => {
  const error = new ReplayError({ at: 7, choice: 5, options: 3 });
  assertEquals([error.name, error.departure.at], ["ReplayError", 7]);
  assertEquals(error.message.split(".")[0], "Cannot replay the run: it was left at choice 7, which is 5 of 3");
});

Deno.test("DeadlockError names who waits", () => {
  assertEquals(new DeadlockError([]).message.split("; ")[1], "no process is in the middle of anything");
  const error = new DeadlockError(["<0.1.0> (a) in call get"]);
  assertEquals([error.message.split("; ")[1], error.waiting.length], ["in the middle are <0.1.0> (a) in call get", 1]);
});
