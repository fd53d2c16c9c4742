import { assertEquals, assertThrows } from "@std/assert";
import { RegressionError } from "./regression_error.ts";
import { openAt, steady } from "./testdata/stores.ts";

Deno.test("RegressionError: carries the check that failed", () => {
  using trends = openAt(":memory:");
  trends.add([...steady(15, 100), ...steady(5, 150)]);
  const error = assertThrows(() => trends.assertNoRegression("request"), RegressionError);
  assertEquals([error.name, error.check], ["RegressionError", trends.check("request")]);
});
