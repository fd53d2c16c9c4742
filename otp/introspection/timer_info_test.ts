import { assertEquals } from "@std/assert";
import { listTimers } from "./timer_info.ts";
import { Simulation } from "../simulation/simulation.ts";

Deno.test("listTimers: those that will fire, until they have, are cancelled, or their process is dead", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const pid = system.spawn(() => new Promise(() => {}));
  const cancelled = system.sendAfter("a", 1, { delayMs: 5 });
  system.sendAfter("b", 2, { delayMs: 5 });
  system.sendAfter(pid, 3, { delayMs: 50 });
  const seen = () => listTimers(system).map(({ to, message, delayMs, repeats }) => [to, message, delayMs, repeats]);
  assertEquals(seen(), [["a", 1, 5, false], ["b", 2, 5, false], [pid, 3, 50, false]]);
  system.cancelTimer(cancelled);
  await simulation.advance(5);
  assertEquals(seen(), [[pid, 3, 50, false]]);
  system.exit(pid, "kill");
  assertEquals(seen(), []);
});
