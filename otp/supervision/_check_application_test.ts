import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { checkApplication, checkStartOptions } from "./_check_application.ts";

Deno.test("checkApplication() takes the least and the most there can be", () => {
  const hook = () => {};
  checkApplication({ name: "a" });
  checkApplication({
    name: "a",
    description: "",
    version: "1",
    dependencies: () => [],
    env: {},
    start: hook as never,
    startPhases: [["x", undefined]],
    startPhase: hook,
    prepStop: hook,
    stop: hook,
  });
  assertThrows(
    () => checkApplication({ name: "a", prepStop: hook }),
    ArgumentError,
    'Cannot define the application "a": prepStop goes with start',
  );
});

Deno.test("checkStartOptions() fills in the defaults", () => {
  assertEquals(checkStartOptions("a", {}), { type: "temporary", args: [], env: {} });
  assertEquals(checkStartOptions("a", { type: "transient" }).type, "transient");
  assertThrows(() => checkStartOptions("a", { type: "x" }), ArgumentError, 'Cannot start the application "a": type is');
});
