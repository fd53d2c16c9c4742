import { assertEquals } from "@std/assert";
import { GenServer, System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { settle, settleBy } from "./settling.ts";

const Countdown = GenServer.define({
  name: "Countdown",
  init: () => 0,
  calls: { turns: (turns) => [turns, turns] },
  casts: {
    from: (turns, n: number, self) => {
      if (n > 0) Countdown.at(self, self.pid).cast("from", n - 1);
      return turns + 1;
    },
  },
});

Deno.test("settle: waits for what messages bring about, in real time", async () => {
  await using system = new System();
  const server = await system.start(Countdown);
  server.cast("from", 100);
  await settle(system);
  assertEquals(await server.call("turns"), 101);
});

Deno.test("settle: in virtual time by whoever moves it", async () => {
  await using simulation = new Simulation();
  settleBy(simulation.system, () => simulation.settle());
  const server = await simulation.system.start(Countdown);
  server.cast("from", 100);
  await settle(simulation.system);
  assertEquals(await simulation.until(server.call("turns")), 101);
});
