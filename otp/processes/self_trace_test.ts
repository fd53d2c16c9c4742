import { assertEquals } from "@std/assert";
import type { SystemEvent } from "../events/event.ts";
import { sys } from "../introspection/sys.ts";
import { Simulation } from "../simulation/simulation.ts";

Deno.test("Self send() of a traced process is told with its sender, also after an await", async () => {
  await using sim = new Simulation();
  const { system } = sim;
  const me = system.attach();
  const pid = system.spawn(async (self) => {
    await self.receive();
    await Promise.resolve();
    self.send(me.pid, "late");
  });
  const told: unknown[] = [];
  using _events = system.events.subscribe((event: SystemEvent) => void told.push(event), { types: ["message.sent"] });
  using _trace = sys.trace(system, pid);
  system.send(pid, "go");
  assertEquals(await me.receive(), "late");
  const [sent] = told as { type: string; pid: string; to: string; message: unknown }[];
  assertEquals([sent?.type, sent?.pid, sent?.to, sent?.message], ["message.sent", pid, me.pid, "late"]);
});
