import { ArgumentError } from "@superlearner/otp";
import { assertEquals, assertThrows } from "@std/assert";
import { checkCount, checkFunction, checkKeys, checkLimit, isPending } from "./_options.ts";

const rule = (check: () => void) => assertThrows(check, ArgumentError).rule;

Deno.test("checkKeys: says which name was meant, where one is near", () => {
  const known = ["maxTimeMs", "runs"];
  checkKeys("act", { runs: 1 }, known);
  checkKeys("act", {}, known);
  for (const near of ["maxTimeMS", "max_time_ms", "maxTimesMs", "maxTimMs", "maxTameMs"]) {
    assertEquals(
      rule(() => checkKeys("act", { [near]: 1 }, known)),
      "there is no option of that name (did you mean maxTimeMs)",
    );
  }
  assertEquals(
    rule(() => checkKeys("act", { walk: 1 }, known)),
    "there is no option of that name (the options are maxTimeMs, runs)",
  );
});

Deno.test("checkKeys: refuses options that are none", () => {
  for (const wrong of [null, undefined, 5, "runs", []]) {
    assertEquals(rule(() => checkKeys("act", wrong, [])), "the options are an object");
  }
});

Deno.test("checkCount: refuses all but whole numbers that are large enough", () => {
  checkCount("act", "runs", { value: 3, least: 3 });
  for (const value of [2, 3.5, NaN, Infinity, "3", undefined]) {
    assertEquals(rule(() => checkCount("act", "runs", { value, least: 3 })), "runs is a whole number from 3 up");
  }
});

Deno.test("checkLimit: refuses all but finite numbers from 0 up", () => {
  checkLimit("act", "maxTimeMs", 0);
  for (const value of [-1, NaN, Infinity, "3", undefined]) {
    assertEquals(rule(() => checkLimit("act", "maxTimeMs", value)), "maxTimeMs is a finite number from 0 up");
  }
});

Deno.test("checkFunction: refuses what cannot be called", () => {
  checkFunction("act", () => {});
  assertEquals(rule(() => checkFunction("act", {})), "what is run is a function");
});

Deno.test("isPending: promises and what is like them", () => {
  const values = [Promise.resolve(), { then: () => {} }, undefined, null, 5, { then: 5 }];
  assertEquals(values.map(isPending), [true, true, false, false, false, false]);
});
