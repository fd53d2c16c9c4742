import { assertEquals } from "@std/assert";
import { defineScenario } from "../scenarios/define_scenario.ts";
import { Counter } from "../scenarios/testdata/servers.ts";
import { ModelError } from "./model_error.ts";

Deno.test("ModelError: knows its counterexample, and the way to it", () => {
  const counterexample = defineScenario({ server: Counter, clients: [[]] });
  const cause = new Error("why");
  const error = new ModelError("it failed", { counterexample, seed: 3, path: "0:1", cause });
  assertEquals([error.name, error.message, error.seed, error.path], ["ModelError", "it failed", 3, "0:1"]);
  assertEquals([error.counterexample, error.cause], [counterexample, cause]);
});
