import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { System } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { Chronicle } from "../chronicle/chronicle.ts";
import { exited } from "./exited.ts";
import { processRef } from "./target.ts";
import { WaitError } from "./wait_error.ts";

const asleep = () => new Promise(() => {});

Deno.test("case 5: the reason of one that dies, and of one that is dead already", async () => {
  await using system = new System();
  Chronicle.of(system);
  const pid = system.spawn(asleep);
  const waiting = exited(processRef(system, pid));
  system.exit(pid, { shutdown: "lunch" });
  assertEquals(await waiting, { shutdown: "lunch" });
  assertEquals(await exited(processRef(system, pid), { timeoutMs: 0 }), { shutdown: "lunch" });
});

Deno.test("exited: nobody, and whose end nobody saw, is noproc", async () => {
  await using system = new System();
  const pid = system.spawn(asleep);
  system.exit(pid, "kill");
  assertEquals(await exited(processRef(system, pid)), "noproc");
  assertEquals(await exited(processRef(system, "nobody")), "noproc");
});

Deno.test("exited: of who lives on, a WaitError in System time, with its last events", async () => {
  await using simulation = new Simulation();
  const { system, clock } = simulation;
  Chronicle.of(system);
  const ref = processRef(system, system.spawn(asleep));
  const error = await assertRejects(() => simulation.until(() => exited(ref, { timeoutMs: 30_000 })), WaitError);
  assertStringIncludes(
    error.message,
    "Cannot wait for asleep <0.1.0> to exit: not within 30000 ms\nLast events:\n  0 ms ",
  );
  assertEquals(clock.now(), 30_000);
});
