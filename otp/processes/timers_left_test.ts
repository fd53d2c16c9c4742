import { assertEquals } from "@std/assert";
import { System } from "../system.ts";
import { VirtualClock } from "../simulation/virtual_clock.ts";
import { whenIdle } from "../introspection/idle.ts";
import { silentLogger } from "./reporter.ts";

Deno.test("System.cancelTimer() from outside leaves no native timer, so that a program may end", async () => {
  const clock = new VirtualClock();
  await using system = new System({ clock, logger: silentLogger });
  const me = system.attach();
  const ref = system.sendAfter(me.pid, "much later", { delayMs: 3_600_000 });
  assertEquals(clock.nextAlarm, 3_600_000);
  assertEquals(system.cancelTimer(ref), 3_600_000);
  assertEquals(clock.nextAlarm, undefined);
});

Deno.test("System.exit() from outside of one that waits with a time-out leaves no native timer", async () => {
  const clock = new VirtualClock();
  await using system = new System({ clock, logger: silentLogger });
  const pid = system.spawn((self) => self.receive(undefined, { timeoutMs: 3_600_000 }));
  await whenIdle(system);
  assertEquals(clock.nextAlarm, 3_600_000);
  system.exit(pid, "kill");
  assertEquals(clock.nextAlarm, undefined);
});
