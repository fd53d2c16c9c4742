import { assertEquals, assertStringIncludes } from "@std/assert";
import { defineScenario, partsOf } from "./define_scenario.ts";
import { op } from "./operation.ts";
import { runInRealTime } from "./real_run.ts";
import { Account } from "./testdata/servers.ts";

Deno.test("runInRealTime: gives the report, and the first failure with what the clean-up said after it", async () => {
  const parts = (more: object) =>
    partsOf("test", defineScenario({ server: Account, clients: [[op.call("balance")]], ...more }));
  const { run, failure } = await runInRealTime(parts({}), { seed: 1 });
  assertEquals([run.metrics.operations, failure], [1, undefined]);
  const throws = (text: string) => () => {
    throw new Error(text);
  };
  const failed = await runInRealTime(parts({ invariant: throws("first"), cleanup: throws("second") }), { seed: 1 });
  assertEquals(failed.failure?.name, "invariant Error");
  assertStringIncludes(
    failed.failure?.message ?? "",
    "first\nThen: The clean-up failed: Error: second",
  );
  assertEquals(failed.run.metrics.operations, 1);
});
