import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { Heartbeat } from "./_heartbeat.ts";

Deno.test("Heartbeat beats until it is stopped, also from within a beat, and never at an interval of Infinity", async () => {
  await using simulation = new Simulation();
  const runtime = runtimeOf(simulation.system);
  let beats = 0;
  const heart = new Heartbeat(runtime, 10, () => {
    if (++beats === 3) heart.stop();
  });
  new Heartbeat(runtime, Infinity, () => beats = NaN).start();
  heart.start();
  heart.start();
  assertEquals(runtime.timers.size, 1);
  await simulation.advance(25);
  assertEquals(beats, 2);
  await simulation.advance(100);
  assertEquals([beats, runtime.timers.size], [3, 0]);
  heart.stop();
});
