import { assertEquals } from "@std/assert";
import { GenServer, System } from "@superlearner/otp";
import { TurnScheduler } from "./turn_scheduler.ts";

Deno.test("TurnScheduler runs a System in microtasks", async () => {
  await using system = new System({ scheduler: new TurnScheduler({ over: () => false, again: () => {} }) });
  const Echo = GenServer.define({
    name: "Echo",
    init: () => 0,
    calls: { echo: (state, value: number) => [value, state] },
  });
  const echo = await system.start(Echo);
  assertEquals(await echo.call("echo", 5), 5);
});

Deno.test("TurnScheduler leaves the rest for the next turn when one has been long enough", async () => {
  let over = true;
  let asked = 0;
  const scheduler = new TurnScheduler({ over: () => over, again: () => asked++ });
  let idle = 0;
  scheduler.attach({ idle: () => idle++ });
  const ran: string[] = [];
  const runnable = (pid: `<0.${number}.0>`) => ({ pid, nextRunnable: null, turn: () => (ran.push(pid), false) });
  scheduler.enqueue(runnable("<0.1.0>"));
  await Promise.resolve();
  assertEquals([ran, asked], [[], 1]);
  over = false;
  scheduler.resume();
  await Promise.resolve();
  assertEquals([ran, asked, idle], [["<0.1.0>"], 1, 0]);
  scheduler.resume();
  assertEquals(idle, 1);
  scheduler.stop();
  scheduler.enqueue(runnable("<0.2.0>"));
  await Promise.resolve();
  assertEquals(ran, ["<0.1.0>"]);
});
