import { assertEquals } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { Simulation } from "../simulation/simulation.ts";
import { runtimeOf } from "./host.ts";
import { BUSY, DEAD, ENDING, READY, STARTING } from "./phase.ts";

Deno.test("phases: a server goes through all of them, each a small number of its own", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const seen: number[] = [];
  const look = (pid: string) => void seen.push(runtimeOf(system).find(pid)!.phase);
  const gate = Promise.withResolvers<void>();
  const Life = GenServer.define({
    name: "Life",
    init() {
      look(this.pid);
      return 0;
    },
    casts: { wait: (state) => gate.promise.then(() => state) },
    terminate: (_state, _reason, self) => look(self.pid),
  });
  const life = await system.start(Life);
  const process = runtimeOf(system).find(life.pid!)!;
  seen.push(process.phase);
  life.cast("wait");
  await simulation.settle();
  seen.push(process.phase);
  gate.resolve();
  await life.stop();
  seen.push(process.phase);
  assertEquals(seen, [STARTING, READY, BUSY, ENDING, DEAD]);
  assertEquals(new Set(seen).size, 5);
});
