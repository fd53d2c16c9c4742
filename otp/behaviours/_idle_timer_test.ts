import { assertEquals } from "@std/assert";
import { Simulation } from "../simulation/simulation.ts";
import { runtimeOf } from "../processes/host.ts";
import { IdleTimer } from "./_idle_timer.ts";

Deno.test("IdleTimer gives its message when nothing waits, and nothing where a message does, it was cancelled, or all is over", async () => {
  await using simulation = new Simulation();
  const { system } = simulation;
  const runtime = runtimeOf(system);
  const [idle, busy, cancelled, dead] = [system.attach(), system.attach(), system.attach(), system.attach()];
  const timers = [idle, busy, cancelled, dead].map(({ pid }) => new IdleTimer(runtime.find(pid)!, 100));
  assertEquals(runtime.timers.size, 4);
  system.send(busy.pid, "in time");
  timers[2]!.cancel();
  timers[2]!.cancel();
  system.exit(dead.pid, "kill");
  assertEquals(runtime.timers.size, 3);
  await simulation.advance(99);
  assertEquals(idle.mailboxLength, 0);
  await simulation.advance(1);
  assertEquals([idle.mailboxLength, busy.mailboxLength, cancelled.mailboxLength], [1, 1, 0]);
  assertEquals(await idle.receive(), { type: "timeout" });
  timers[0]!.cancel();
  assertEquals(runtime.timers.size, 0);
});
