import { assert, assertEquals, assertThrows } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError } from "./errors.ts";
import { hostRuntime, kindOfRuntime, makeWith, ownerOf, runtimeOf } from "./host.ts";
import { System } from "../system.ts";
import { silentLogger } from "./reporter.ts";
import { Runtime } from "./runtime.ts";

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

Deno.test("makeWith() has a System made with another kind of Runtime, and no other System", async () => {
  class Own extends Runtime {}
  const options = { logger: silentLogger };
  assertEquals(kindOfRuntime(options), undefined);
  assert(makeWith(options, Own) === options);
  await using own = new System(options);
  await using other = new System({ ...options });
  assertEquals([kindOfRuntime(options), runtimeOf(own) instanceof Own, runtimeOf(other) instanceof Own], [
    Own,
    true,
    false,
  ]);
});

Deno.test("hostRuntime() makes an object a host", async () => {
  await using simulation = new Simulation();
  const host = {} as System;
  hostRuntime(host, runtimeOf(simulation.system));
  assert(runtimeOf(host) === runtimeOf(simulation.system));
});
