import { assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { busyProcesses } from "./_busy.ts";
import { Simulation } from "./simulation.ts";

Deno.test("busyProcesses() names who is in the middle of what, and nobody who waits for messages", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const never = () => new Promise<never>(() => {});
  const Stuck = GenServer.define({
    name: "Stuck",
    trapExit: true,
    init: (how?: string) => how === "init" ? never() : 0,
    casts: { work: never },
    terminate: never,
  });
  system.attach();
  system.spawn((self) => self.receive());
  system.spawn(never, { name: "stuck" });
  system.start(Stuck, { args: ["init"], timeoutMs: 10 }).catch(() => {});
  (await system.start(Stuck)).cast("work");
  (await system.start(Stuck)).stop().catch(() => {});
  await system.start(Stuck, { name: "idle" });
  simulation.addSystem("b").spawn(never);
  await simulation.settle();
  assertEquals(busyProcesses(simulation.systems), [
    "<0.3.0> (stuck)",
    "<0.4.0> (Stuck) in init",
    "<0.5.0> (Stuck) in cast work",
    "<0.6.0> (Stuck) in terminate",
    "b<0.1.0> (never)",
  ]);
  await simulation.advance(10);
});
