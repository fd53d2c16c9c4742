import { assertEquals, assertThrows } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { ArgumentError } from "../processes/errors.ts";
import { openPlace, placeCheck } from "./open_place.ts";
import { completePlace } from "./place_options.ts";
import { moduleOf, quiet } from "./placed_suite.ts";
import { unstoppableWorkers } from "./unstoppable.ts";

const opening = { node: "far", peer: "main", pid: "<far.1.0>" as const };
const module = moduleOf("trouble.ts");

Deno.test({
  name: "openPlace() opens none that may do more than this program, in either placement",
  permissions: { run: true, read: true },
  fn: async () => {
    await using system = quiet();
    const runtime = runtimeOf(system);
    const place = completePlace("Trouble", { placement: "process", module, permissions: { net: true } });
    assertThrows(() => openPlace(runtime, { ...opening, place }), ArgumentError, "no more than the program");
    const worker = completePlace("Trouble", { placement: "worker", module, permissions: { net: true } });
    assertThrows(() => openPlace(runtime, { ...opening, place: worker }), Deno.errors.NotCapable);
    assertEquals(unstoppableWorkers(system), 0);
  },
});

Deno.test({
  name: "openPlace() starts no subprocess where nothing may be run",
  permissions: { read: true },
  fn: async () => {
    await using system = quiet();
    const place = completePlace("Trouble", { placement: "process", module });
    assertThrows(() => openPlace(runtimeOf(system), { ...opening, place }), Deno.errors.NotCapable);
  },
});

Deno.test("placeCheck() has nothing to ask for a subprocess", () => {
  assertEquals(placeCheck(completePlace("Trouble", { placement: "process", module })), undefined);
});
