import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { explore } from "./explore.ts";
import { ForeignAwaitError, SimulationError } from "./simulation_error.ts";

Deno.test("SimulationError: what was found, and what was thrown as its cause", async () => {
  const thrown = new RangeError("no");
  const exploration = await explore(() => {
    throw thrown;
  });
  const error = new SimulationError(exploration, "text");
  assertStrictEquals(error.cause, thrown);
  assertEquals([error.name, error.message, error.found.run], ["SimulationError", "text", 1]);
  const foreign = new ForeignAwaitError(exploration, "text");
  assert(foreign instanceof SimulationError && foreign.name === "ForeignAwaitError");
});
