import { assertEquals } from "@std/assert";
import { Simulation } from "@superlearner/otp/simulation";
import { makeServices } from "./services.ts";

Deno.test("makeServices() leaves the System alone until somebody asks, and after it is closed", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  const services = makeServices({ system, clock, basePath: "/api/v1", protect: ["a"] });
  assertEquals([system.events.active, clock.nextAlarm, services.protect.has("a")], [false, undefined, true]);
  services.traces.start(system.attach().pid, { maxEvents: 1, durationMs: 1000, maxBytes: 1000 });
  services.alarms.add(clock.setAlarm(5, () => {}));
  const steps = services.feed.follow({ signal: new AbortController().signal, heartbeatMs: 1000 });
  const first = steps.next();
  services.close();
  assertEquals([(await first).done, system.events.active, clock.nextAlarm], [true, false, undefined]);
});
