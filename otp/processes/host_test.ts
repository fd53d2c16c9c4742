import { assert, assertEquals, assertThrows } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError } from "./errors.ts";
import { hostRuntime, ownerOf, runtimeOf } from "./host.ts";
import type { System } from "../system.ts";

Deno.test("runtimeOf() is the same for a System and the self of each of its processes, and another's is another", async () => {
  await using simulation = new Simulation();
  await using other = new Simulation();
  const { system } = simulation;
  assert(runtimeOf(system) === runtimeOf(system.attach()));
  assert(runtimeOf(system) !== runtimeOf(other.system));
  assert(runtimeOf(system).system === system);
});

Deno.test("runtimeOf() refuses what is neither", () => {
  const message = "Cannot use a System: the first argument is a System or the self of a process, got ";
  assertThrows(() => runtimeOf({} as never), ArgumentError, `${message}{}`);
  for (const host of [undefined, null, 5, "system"]) {
    assertThrows(() => runtimeOf(host as never), ArgumentError, message);
  }
});

Deno.test("ownerOf() is the process behind a self, and nobody for a System", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  assertEquals(ownerOf(me)?.pid, me.pid);
  assertEquals(ownerOf(simulation.system), null);
});

Deno.test("hostRuntime() makes an object a host", async () => {
  await using simulation = new Simulation();
  const host = {} as System;
  hostRuntime(host, runtimeOf(simulation.system));
  assert(runtimeOf(host) === runtimeOf(simulation.system));
});
