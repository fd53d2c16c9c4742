import { assertEquals, AssertionError, assertStringIncludes } from "@std/assert";
import { GenServer, Supervisor, System } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { settle } from "../chronicle/settling.ts";
import { processRef } from "../waiting/target.ts";
import { failing } from "./failing.ts";

Deno.test("failing: says what is wrong, what it died of, who is in its place and what it did last", async () => {
  await using system = new System();
  const chronicle = Chronicle.of(system);
  using _messages = chronicle.traceMessages();
  const Worker = GenServer.define({ name: "Worker", init: () => 0, casts: { work: (n) => n + 1 } });
  await system.start(Supervisor.define({ children: [Worker.child({ name: "worker" })] }));
  const worker = processRef(system, system.whereis("worker")!);
  system.whereis(Worker, "worker").cast("work");
  await settle(system);
  system.exit("worker", "kill");
  await settle(system);
  const error = failing({ target: worker, above: failing }, "All is lost");
  assertEquals(error instanceof AssertionError, true);
  const [first, died, next, last] = error.message.split("\n");
  assertEquals([first, next, last], ["All is lost", "<0.3.0> is in its place", "Last events of <0.2.0>:"]);
  assertStringIncludes(died ?? "", "<0.2.0> exited at ");
  assertStringIncludes(error.message, '<0.2.0> message.received form="cast" kind="work"');
});

Deno.test("D15: formatting a failure never fails, whoever is meant", async () => {
  await using system = new System();
  const nobody = processRef(system, "nobody");
  assertEquals(failing({ target: nobody, above: failing }, "lost").message, "lost");
});
