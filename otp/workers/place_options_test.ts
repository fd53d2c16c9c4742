import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { completePlace, type PlaceOptions } from "./place_options.ts";

Deno.test("completePlace() fills in the defaults", () => {
  assertEquals(completePlace("Counter", { placement: "worker", module: new URL("file:///counter.ts") }), {
    placement: "worker",
    module: "file:///counter.ts",
    export: "Counter",
    permissions: "none",
    maxTurnMs: 5000,
    silenceMs: 5000,
    graceMs: 1000,
    heapMb: undefined,
    env: {},
    remote: false,
  });
});

Deno.test("completePlace() refuses what is none, and says why", () => {
  const good: PlaceOptions = { placement: "process", module: "file:///counter.ts" };
  const bad: [options: object, rule: string][] = [
    [{ placement: "thread" }, 'placement is "worker" or "process"'],
    [{ module: "./counter.ts" }, "module is a URL"],
    [{ export: "" }, "export is a name"],
    [{ maxTurnMs: -1 }, "timeoutMs is a number"],
    [{ maxTurnMs: 0.5 }, "from 1 to 2147483647, or Infinity"],
    [{ maxTurnMs: 1e12 }, "from 1 to 2147483647, or Infinity"],
    [{ heapMb: 1.5 }, "heapMb is a whole number"],
    [{ placement: "worker", heapMb: 5 }, "only a subprocess"],
    [{ permissions: "all" }, "permissions are"],
  ];
  for (const [options, rule] of bad) {
    assertThrows(() => completePlace("Counter", { ...good, ...options } as PlaceOptions), ArgumentError, rule);
  }
  assertThrows(() => completePlace("Counter", null as never), ArgumentError, "the options are an object");
});
