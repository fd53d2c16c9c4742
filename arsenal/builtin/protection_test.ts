import { assertEquals, assertThrows } from "@std/assert";
import { processInfo } from "@superlearner/otp";
import { fixture } from "../fixture_suite.ts";
import { OperationError } from "../operations/operation_error.ts";
import { checkProtection } from "./protection.ts";
import { makeServices } from "./services.ts";

Deno.test("case 13: checkProtection() guards what nobody restarts, and what was named", async () => {
  await using all = await fixture();
  const { system, simulation } = all;
  const services = makeServices({ system, clock: simulation.clock, basePath: "", protect: ["deep"] });
  const check = (name: string) =>
    checkProtection(services, processInfo(system, system.whereis(name)!)!, { action: "killed" });
  assertThrows(() => check("top"), OperationError, "<0.1.0> is not killed: it is a supervisor at the root");
  assertThrows(() => check("deep"), OperationError, "deep is protected; force=true does it all the same");
  check("inner");
  assertEquals(check("counter"), undefined);
});
