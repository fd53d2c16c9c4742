import { assertEquals } from "@std/assert";
import { DynamicSupervisor, GenServer, silentLogger, System } from "@superlearner/otp";
import { encode } from "./codec.ts";
import { MOST_TOLD, toldSystem } from "./told_system.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0, calls: { hold: () => new Promise<never>(() => {}) } });

async function crowd(count: number): Promise<System> {
  const system = new System({ logger: silentLogger });
  const supervisor = await system.start(DynamicSupervisor.define({ name: "Crowd" }));
  for (let n = 0; n < count; n++) await supervisor.startChild(Worker.child({ restart: "temporary" }));
  return system;
}

Deno.test("toldSystem() tells trees and processes; a message under way is not told, whatever it holds", async () => {
  await using system = await crowd(0);
  const worker = await system.start(Worker);
  worker.call("hold").catch(() => {});
  const { trees, processes } = toldSystem(system, Infinity);
  assertEquals(trees.map(({ module }) => module), ["Crowd"]);
  assertEquals(processes.map(({ pid, calls }) => [pid, calls]), [["<0.1.0>", []], ["<0.2.0>", ["hold"]]]);
  assertEquals("currentMessage" in processes[1]!, false);
});

Deno.test("toldSystem() tells of so many and no more, and less where only less goes into a message", async () => {
  await using system = await crowd(MOST_TOLD + 5);
  const { trees, processes } = toldSystem(system, Infinity);
  assertEquals([processes.length <= MOST_TOLD, processes.length > 100], [true, true]);
  assertEquals(trees[0]!.children.length, processes.length - 1);
  const short = toldSystem(system, 10_000);
  assertEquals([encode(short).length <= 5000, short.processes.length > 0], [true, true]);
  assertEquals(toldSystem(system, 10), { trees: [], processes: [] });
});
