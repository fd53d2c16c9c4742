import { assertEquals, assertThrows } from "@std/assert";
import { GenServer } from "../behaviours/gen_server.ts";
import { ArgumentError } from "../processes/errors.ts";
import { everyOrder } from "../testdata/world.ts";
import { sys } from "./sys.ts";
import type { Statistics } from "./sys_statistics.ts";

const Echo = GenServer.define({
  name: "Echo",
  init: () => 0,
  calls: { next: (count) => [count, count + 1] },
  casts: {
    tell: (count, to: string, self) => {
      self.send(to, count);
      return count;
    },
  },
});

Deno.test("case 231: statistics are off, then since they are on: start time, messages in and out, reductions", async () => {
  await everyOrder(async ({ system, settle, advance }) => {
    const echo = await system.start(Echo);
    const pid = echo.pid!;
    const me = system.attach();
    await echo.call("next");
    assertEquals(sys.statistics(system, pid, "get"), "no_statistics");
    await advance(100);
    sys.statistics(system, pid, "on");
    const startedAt = system.now();
    await echo.call("next");
    echo.cast("tell", me.pid);
    await settle();
    sys.statistics(system, pid, "on");
    await advance(50);
    const { busyMs, ...figures } = sys.statistics(system, pid, "get") as Statistics;
    assertEquals(figures, { startedAt, now: startedAt + 50, messagesIn: 2, messagesOut: 2, reductions: 2 });
    assertEquals(busyMs >= 0, true);
    sys.statistics(system, pid, "off");
    sys.statistics(system, pid, "off");
    assertEquals(sys.statistics(system, pid, "get"), "no_statistics");
    sys.statistics(system, pid, "on");
    assertEquals((sys.statistics(system, pid, "get") as Statistics).messagesIn, 0);
    assertThrows(() => sys.statistics(system, pid, "yes" as "on"), ArgumentError, 'it is "on", "off" or "get"');
  }, 5);
});
