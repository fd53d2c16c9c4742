/**
 * Deterministic runs of a System: virtual time, and an order of turns that comes from a seed.
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { GenServer } from "@superlearner/otp";
 * import { Simulation } from "@superlearner/otp/simulation";
 *
 * const Sleepy = GenServer.define({
 *   name: "Sleepy",
 *   init: () => GenServer.ok("awake", { timeoutMs: 60_000 }),
 *   calls: { state: (state) => [state, state] },
 *   handleInfo: () => "asleep",
 * });
 *
 * await using simulation = new Simulation({ seed: 1 });
 * const sleepy = await simulation.system.start(Sleepy);
 * await simulation.advance(60_000);
 * assertEquals(await sleepy.call("state"), "asleep");
 * ```
 *
 * @module
 */

export { LivelockError, SimulationScheduler, type SimulationSchedulerOptions } from "./simulation_scheduler.ts";
export { Simulation, type SimulationOptions } from "./simulation.ts";
export { VirtualClock } from "./virtual_clock.ts";
