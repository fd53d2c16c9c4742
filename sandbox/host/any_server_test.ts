import { assertEquals } from "@std/assert";
import { Agent, System } from "@superlearner/otp";
import { anyServer } from "./any_server.ts";

Deno.test("anyServer() is of whatever process has the pid", async () => {
  await using system = new System();
  const { pid } = await system.start(Agent.define({ name: "Store", init: () => 1 }));
  assertEquals(anyServer(system, pid!).pid, pid);
});
