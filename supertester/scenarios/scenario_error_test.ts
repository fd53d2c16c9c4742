import { assertEquals, assertStringIncludes } from "@std/assert";
import { PhaseFailure, saidBy, ScenarioError } from "./scenario_error.ts";
import type { ScenarioReport } from "./scenario_report.ts";

Deno.test("ScenarioError: says in which part, by what, with the report so far", () => {
  const report = { name: "x", events: [] } as unknown as ScenarioReport;
  const cause = new RangeError("no");
  const error = new ScenarioError("it failed", { phase: "setup", report, cause });
  assertEquals([error.name, error.phase, error.report, error.cause], ["ScenarioError", "setup", report, cause]);
  assertEquals("cause" in new ScenarioError("it failed", { phase: "setup", report }), false);
});

Deno.test("PhaseFailure: is told from others by part, kind and the place of its cause", () => {
  const cause = new RangeError("no");
  const failure = new PhaseFailure("chaos", "x", { cause });
  assertEquals([failure.name, failure.stack], ["chaos RangeError", cause.stack]);
  assertEquals(new PhaseFailure("bounds", "x", { kind: "BoundError" }).name, "bounds BoundError");
  assertEquals([new PhaseFailure("run", "x").name, new PhaseFailure("run", "x").stack], ["run", ""]);
});

Deno.test("saidBy: an error by class and message, anything else as it is", () => {
  assertEquals(saidBy(new RangeError("no")), "RangeError: no");
  assertStringIncludes(saidBy("no"), "threw no");
});
