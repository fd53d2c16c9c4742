import { assertEquals } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { watchedRandom } from "./_observing.ts";
import { Simulation } from "./simulation.ts";
import { SimulationScheduler } from "./simulation_scheduler.ts";
import type { StrategyPlan } from "./strategy.ts";
import { Keeper } from "./testdata/senders.ts";

Deno.test("observe() tells a strategy that looks whose calls a turn has answered, whether it waits for time, and whether it drew", async () => {
  const seen: string[] = [];
  const strategy: StrategyPlan = {
    name: "curious",
    begin: () => ({
      choose: () => 0,
      ran: ({ place }, _reached, { answered, timed, drew }) =>
        void seen.push(`${place} ${[...answered]} ${timed ? "timed" : ""} ${drew ? "drew" : ""}`.trimEnd()),
    }),
  };
  const simulation = new Simulation({ strategy });
  const { system } = simulation;
  const keeper = await system.start(Keeper, { name: "keeper" });
  system.spawn((self) => Keeper.at(self, "keeper").call("echo", "x"));
  const answer = keeper.call("echo", "y");
  system.spawn((self) => void self.sendAfter(self.pid, "z", { delayMs: 1 }));
  system.spawn((self) => void self.random());
  await simulation.settle();
  assertEquals(await answer, "y");
  assertEquals(seen, [
    "<0.2.0>  timed",
    "<0.1.0> outside",
    "<0.3.0>  timed",
    "<0.4.0>   drew",
    "<0.1.0> <0.2.0>",
  ]);
  await simulation.stop();
});

Deno.test("watchedRandom() draws the numbers of the one it watches", () => {
  const watched = watchedRandom(new SeededRandom(3), new SimulationScheduler());
  const plain = new SeededRandom(3);
  assertEquals([watched.next(), watched.next()], [plain.next(), plain.next()]);
});
