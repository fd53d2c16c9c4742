import { assert, assertEquals } from "@std/assert";
import { eventsOf } from "../testdata/world.ts";
import { Simulation } from "./simulation.ts";
import type { SimulationOptions } from "./simulation_options.ts";

/** Ticks every 10 ms for a while; when each came, by both clocks. */
async function ticks(options: SimulationOptions) {
  await using simulation = new Simulation(options);
  const { system } = simulation;
  const jumps = eventsOf(system, "fault.injected").concat();
  system.events.subscribe((event) => void jumps.push(event), { types: ["fault.injected"] });
  const seen: [number, number][] = [];
  system.spawn(async (self) => {
    self.sendInterval(self.pid, "tick", { delayMs: 10 });
    for (;;) {
      await self.receive();
      seen.push([system.now(), system.wallTime()]);
    }
  });
  await simulation.advance(200);
  return { seen, jumps: jumps.map((event) => event.type === "fault.injected" ? event.ms : 0), line: simulation.line };
}

Deno.test("clockFaults(): a clock that jumps ahead makes what is due late, and never goes back", async () => {
  const { seen, jumps, line } = await ticks({
    seed: 4,
    faults: { clock: { rate: 0.3, forward: { meanMs: 25, spread: "fixed" } } },
  });
  const times = seen.map(([now]) => now);
  assertEquals(times, times.toSorted((one, other) => one - other));
  assert(jumps.length > 0 && jumps.every((ms) => ms === 25) && times.some((now) => now % 10 !== 0));
  assert(times.length >= 20, `${times}`); // none is lost
  assertEquals((await ticks({ replay: line })).seen, seen);
});

Deno.test("clockFaults(): the time for people is turned back, System time is not", async () => {
  const { seen, jumps, line } = await ticks({
    faults: { clock: { rate: 0.2, backward: { meanMs: 1000, spread: "fixed" } } },
  });
  assertEquals(seen.map(([now]) => now), Array.from({ length: 20 }, (_, n) => 10 * (n + 1)));
  assert(jumps.length > 0 && jumps.every((ms) => ms === -1000));
  assertEquals(seen.at(-1)![1], 200 - 1000 * jumps.length);
  assertEquals((await ticks({ replay: line })).seen, seen);
});
