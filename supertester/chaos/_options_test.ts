import { assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { checkCounts, checkDurations, checkOptions, checkPart, checkSeed } from "./_options.ts";

const refuses = (check: () => void, message: string) => assertThrows(check, ArgumentError, message);

Deno.test("checkOptions: refuses what is no object, and keys that nobody knows", () => {
  checkOptions("go", { options: { a: 1 }, keys: ["a", "b"] });
  refuses(
    () => checkOptions("go", { options: { c: 1 }, keys: ["a", "b"] }),
    'Cannot go: its options are a, b, got "c"',
  );
  refuses(() => checkOptions("go", { options: null, keys: [] }), "Cannot go: its options are an object, got null");
});

Deno.test("checkPart, checkDurations, checkCounts, checkSeed: each at its limits", () => {
  checkPart("go", { low: 0, high: 1 });
  for (const rate of [-0.1, 1.1, NaN, "1"]) refuses(() => checkPart("go", { rate }), "rate is a number from 0 to 1");
  checkDurations("go", { ms: 0 });
  for (const ms of [-1, Infinity, NaN]) refuses(() => checkDurations("go", { ms }), "ms is a number of milliseconds");
  checkCounts("go", { count: 0 });
  for (const count of [-1, 0.5, Infinity]) refuses(() => checkCounts("go", { count }), "count is a whole number");
  checkSeed("go", -1);
  for (const seed of [0.5, "1", NaN]) refuses(() => checkSeed("go", seed), "the seed is a whole number");
});
