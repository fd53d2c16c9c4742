import { assertEquals } from "@std/assert";
import { runtimeOf } from "../processes/host.ts";
import { Simulation } from "../simulation/simulation.ts";
import { eventsOf } from "../testdata/world.ts";
import { tellSupervision } from "./_telling.ts";

Deno.test("tellSupervision() tells the stream and the logger, and nobody once the supervisor is dead", async () => {
  const reports: string[] = [];
  const logger = { crash() {}, warn() {}, progress: ({ pid }: { pid: string }) => void reports.push(pid) };
  await using simulation = new Simulation({ logger });
  const { system } = simulation;
  const events = eventsOf(system, "child.started");
  const process = runtimeOf(system).find(system.spawn(() => new Promise(() => {})))!;
  const event = { type: "child.started", pid: process.pid, child: "a", childPid: undefined } as const;
  tellSupervision(process, { ...event });
  system.exit(process.pid, "kill");
  tellSupervision(process, { ...event });
  assertEquals([events.length, reports], [1, [process.pid]]);
});
