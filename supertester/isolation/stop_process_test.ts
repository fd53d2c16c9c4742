import { assertEquals } from "@std/assert";
import { GenServer } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { stopProcess } from "./stop_process.ts";

Deno.test("case 11: who refuses to stop is stopped by force after its time, who does not in order", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const log: string[] = [];
  const Polite = GenServer.define({
    name: "Polite",
    trapExit: true,
    init: () => 0,
    terminate: () => void log.push("terminate"),
  });
  const polite = await system.start(Polite);
  assertEquals(await simulation.until(() => stopProcess(system, polite.pid!)), "shutdown");
  assertEquals(log, ["terminate"]);
  const refuses = system.spawn((self) => {
    self.trapExit = true;
    return new Promise(() => {});
  });
  await simulation.settle();
  assertEquals(await simulation.until(() => stopProcess(system, refuses, { timeoutMs: 300 })), "killed");
  assertEquals(clock.now(), 300);
});
