import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkExerciseOptions, checkFiles, type ExerciseOptions } from "./exercise_options.ts";

Deno.test("checkExerciseOptions: what is right is given back", () => {
  const options: ExerciseOptions = { tests: { "tests.ts": "" }, parallel: 4, isolation: { shared: "lab" } };
  assertEquals(checkExerciseOptions(options), options);
});

Deno.test("checkExerciseOptions: what is wrong is named", () => {
  const tests = { "tests.ts": "" };
  const wrong: [unknown, string][] = [
    [null, "the options are an object"],
    [{ tests: {} }, "tests are texts by path, at least one"],
    [{ tests: { "a.ts": 1 } }, "tests are texts"],
    [{ tests, isolated: "worker" }, "an option is one of tests, testsEntry, "],
    [{ tests, entry: 5 }, "entry is a path"],
    [{ tests, testsEntry: 5 }, "testsEntry is a path"],
    [{ tests, host: 5 }, "host is a SandboxHost"],
    [{ tests, host: null }, "host is a SandboxHost"],
    [{ tests, check: 1 }, "check is true or false"],
    [{ tests, limits: null }, "limits are an object"],
    [{ tests, seed: NaN }, "seed is a number"],
    [{ tests, parallel: 0 }, "parallel is a whole number from 1 up"],
    [{ tests, isolation: "none" }, 'isolation is "worker", "process" or { shared'],
    [{ tests, isolation: { shared: "two words" } }, 'isolation is "worker", "process" or { shared'],
  ];
  for (const [options, rule] of wrong) {
    assertThrows(() => checkExerciseOptions(options as ExerciseOptions), ArgumentError, rule);
  }
});

Deno.test("checkFiles: a list is no record", () => {
  assertThrows(() => checkFiles("files", [""] as never), ArgumentError, "files are texts by path");
});
