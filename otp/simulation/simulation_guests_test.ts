import { assertEquals, assertRejects } from "@std/assert";
import { GenServer, sys } from "../mod.ts";
import { DeadlockError } from "./errors.ts";
import { Simulation } from "./simulation.ts";

const Later = GenServer.define({
  name: "Later",
  init: (): number[] => [],
  casts: {
    soon: (seen, n: number, self) => {
      self.sendAfter(self.pid, n, { delayMs: 100 });
      return seen;
    },
  },
  handleInfo: (seen, n) => [...seen, n as number],
});

Deno.test("Simulation.until: while its code settles, time stands still", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const times = await simulation.until(async () => {
    const later = await system.start(Later);
    later.cast("soon", 1);
    await simulation.settle();
    const first = clock.now();
    await simulation.settle();
    await simulation.settle();
    return [first, clock.now(), (sys.getState(system, later.pid!) as number[]).length];
  });
  assertEquals(times, [0, 0, 0]);
});

Deno.test("Simulation.until: its code moves time as far as it says, and no farther", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const seen = await simulation.until(async () => {
    const later = await system.start(Later);
    later.cast("soon", 1);
    await simulation.advance(99);
    const before = [clock.now(), sys.getState(system, later.pid!)];
    later.cast("soon", 2);
    await simulation.advance(1);
    return [...before, clock.now(), sys.getState(system, later.pid!)];
  });
  assertEquals(seen, [99, [], 100, [1]]);
});

Deno.test("Simulation.until: where its code waits for a message, time goes on by itself", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const got = await simulation.until(async () => {
    const me = system.attach();
    system.sendAfter(me.pid, "late", { delayMs: 60_000 });
    await simulation.settle();
    return [await me.receive(), clock.now()];
  });
  assertEquals(got, ["late", 60_000]);
});

Deno.test("Simulation.external: time waits for what comes from outside", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const outside = async () => {
    for (let turns = 0; turns < 20; turns++) await new Promise(setImmediate);
    return "file";
  };
  const got = await simulation.until(async () => {
    system.sendAfter("nobody", "x", { delayMs: 5 });
    return [await simulation.external(outside()), clock.now()];
  });
  assertEquals(got, ["file", 0]);
  await assertRejects(() => simulation.until(new Promise(() => {})), DeadlockError);
});

Deno.test("Simulation.until: within code that it waits for, and again after an error", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const inner = async () => {
    const me = system.attach();
    system.sendAfter(me.pid, 1, { delayMs: 10 });
    return await simulation.until(me.receive());
  };
  assertEquals(await simulation.until(inner), 1);
  await assertRejects(() => simulation.until(Promise.reject(new Error("no"))), Error, "no");
  assertEquals(await simulation.until(inner), 1);
  assertEquals(clock.now(), 20);
});
