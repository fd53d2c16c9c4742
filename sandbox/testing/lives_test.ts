import { assertEquals, assertNotEquals } from "@std/assert";
import { GenServer, silentLogger, Supervisor, System } from "@superlearner/otp";
import { Lives } from "./lives.ts";

const Worker = GenServer.define({ name: "Worker", init: () => 0 });

Deno.test("Lives: what a process died of, before it was asked or after", async () => {
  await using system = new System({ logger: silentLogger });
  const early = await system.start(Worker);
  await early.stop();
  const lives = new Lives(system);
  assertEquals(await lives.exitOf(early.pid ?? "<0.1.0>"), "noproc");
  const worker = await system.start(Worker);
  const end = lives.exitOf(worker.pid!);
  const { pid } = worker;
  system.exit(pid!, "kill");
  assertEquals([await end, await lives.exitOf(pid!)], ["killed", "killed"]);
});

Deno.test("Lives: who came in whose place", async () => {
  await using system = new System({ logger: silentLogger });
  const lives = new Lives(system);
  await system.start(Supervisor.define({ children: [Worker.child({ name: "worker" })] }));
  const first = system.whereis("worker")!;
  const next = lives.successorOf(first);
  system.exit(first, "kill");
  assertNotEquals(await next, first);
  assertEquals(await lives.successorOf(first), system.whereis("worker"));
});
