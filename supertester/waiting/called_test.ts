import { assertEquals } from "@std/assert";
import { GenServer, System } from "@superlearner/otp";
import { Chronicle } from "../chronicle/chronicle.ts";
import { called } from "./called.ts";
import { processRef } from "./target.ts";

const Counter = GenServer.define({ name: "Counter", init: () => 0 });

Deno.test("called: by name or by what it is, dead or alive; a name nobody has alone", async () => {
  await using system = new System();
  using _chronicle = Chronicle.of(system);
  const unnamed = await system.start(Counter);
  const named = await system.start(Counter, { name: "till" });
  assertEquals([called(unnamed), called(named)], [`Counter ${unnamed.pid}`, `till ${named.pid}`]);
  const [text, pid] = [called(unnamed), unnamed.pid!];
  system.exit(pid, "kill");
  assertEquals([called(unnamed), called(processRef(system, pid))], [text, text]);
  assertEquals([called(processRef(system, "till")), called(processRef(system, "nobody"))], [called(named), "nobody"]);
});
