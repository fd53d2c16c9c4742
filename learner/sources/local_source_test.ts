import { assertEquals } from "@std/assert";
import { Supervisor } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { LocalSource } from "./local_source.ts";
import { testSource } from "./source_suite.ts";

testSource("LocalSource", ({ system, clock }) => ({ source: new LocalSource(system, { clock }), close() {} }));

Deno.test("LocalSource - listens to the System only while somebody listens to it", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  using source = new LocalSource(system, { clock });
  assertEquals(system.events.active, false);
  const subscription = source.subscribe({});
  assertEquals(system.events.active, true);
  subscription.unsubscribe();
  assertEquals(system.events.active, false);
  assertEquals(clock.nextAlarm, undefined);
});

Deno.test("LocalSource - sets no alarm while nothing happens, where it is told not to look by itself", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  using source = new LocalSource(system, { clock, idleMs: Infinity });
  let looked = 0;
  source.subscribe({ forest: () => void looked++ });
  assertEquals(clock.nextAlarm, undefined);
  await system.start(Supervisor.define({ name: "Office" }), { name: "office" });
  await simulation.advance(1000);
  assertEquals([looked, clock.nextAlarm], [1, undefined]);
});

Deno.test("LocalSource - looks at most four times a second, however much happens", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  using source = new LocalSource(system, { clock });
  await system.start(Supervisor.define({ name: "Office" }), { name: "office" });
  const looks: number[] = [];
  source.subscribe({ forest: () => void looks.push(clock.now()) });
  for (let times = 0; times < 100; times++) {
    await system.start(Supervisor.define({ name: "Other" }), { name: `other ${times}` });
    await simulation.advance(10);
  }
  assertEquals(looks.length <= 5, true);
});

Deno.test("LocalSource - what happens is told at once, before anybody looks", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  using source = new LocalSource(system, { clock });
  const told: string[] = [];
  source.subscribe({ event: ({ type }) => void told.push(type), forest: () => void told.push("forest") });
  await system.start(Supervisor.define({ name: "Office" }), { name: "office" });
  await simulation.settle();
  assertEquals(told, ["process.started"]);
});
