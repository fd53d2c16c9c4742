import { assertEquals, assertRejects } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { DeadlockError } from "./errors.ts";
import { Simulation } from "./simulation.ts";
import { movesTime } from "./simulation_options.ts";

Deno.test("movesTime: by itself, unless time is moved by hand", async () => {
  assertEquals([movesTime({}), movesTime({ advance: "auto" }), movesTime({ advance: "manual" })], [true, true, false]);
  await using simulation = new Simulation();
  await assertRejects(
    async () => await simulation.until(Promise.resolve(), { advance: "slow" as "auto" }),
    ArgumentError,
    'advance is auto or manual, got "slow"',
  );
});

Deno.test("Simulation.until: time that is moved by hand stands still, and a wait for it says when the next timer is due", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const log: unknown[] = [];
  const me = system.attach();
  await simulation.until(async () => {
    system.sendAfter(me.pid, "tea", { delayMs: 300 });
    await simulation.settle();
    log.push(clock.now());
    await simulation.advance(300);
    log.push(await me.receive(), clock.now());
  }, { advance: "manual" });
  assertEquals(log, [0, "tea", 300]);
  system.sendAfter(me.pid, "late", { delayMs: 200 });
  const receiving = me.receive();
  const error = await assertRejects(() => simulation.until(receiving, { advance: "manual" }), DeadlockError);
  assertEquals([error.nextTimerMs, error.message.includes("the next timer is due at 500 ms")], [500, true]);
  assertEquals(await simulation.until(receiving), "late");
});
