import { assertEquals, assertThrows } from "@std/assert";
import { fateOf } from "../testdata/world.ts";
import { Simulation } from "../simulation/simulation.ts";
import { ArgumentError } from "./errors.ts";
import { runtimeOf } from "./host.ts";
import { idle, inWorlds } from "./testdata/worlds.ts";

Deno.test("sleep() waits so long in System time, and messages wait meanwhile", async () => {
  await inWorlds(async ({ system, advance }) => {
    const log: unknown[] = [];
    const pid = system.spawn(async (self) => {
      await self.sleep(100);
      log.push(self.now(), self.mailboxLength);
      await self.sleep(0);
      log.push(await self.receive());
    });
    system.send(pid, "early");
    await advance(99);
    assertEquals(log, []);
    await advance(1);
    await advance(0);
    assertEquals(log, [100, 1, "early"]);
  }, 5);
});

Deno.test("sleep() of a process that dies never ends, and leaves no timer", async () => {
  await inWorlds(async ({ system, settle, advance }) => {
    const me = system.attach();
    const sleeps = [fateOf(me.sleep(100)), fateOf(me.sleep(Infinity))];
    await settle();
    system.exit(me.pid, "boom");
    assertEquals(runtimeOf(system).timers.size, 0);
    sleeps.push(fateOf(me.sleep(0)));
    await advance(1000);
    assertEquals(sleeps.map(({ state }) => state), ["pending", "pending", "pending"]);
  }, 3);
});

Deno.test("sleep() refuses what is no time", async () => {
  await using simulation = new Simulation();
  const me = simulation.system.attach();
  simulation.system.spawn(idle);
  for (const delayMs of [-1, NaN, "5" as never]) {
    assertThrows(() => me.sleep(delayMs), ArgumentError, "Cannot sleep: delayMs is a number of milliseconds from 0 up");
  }
});
