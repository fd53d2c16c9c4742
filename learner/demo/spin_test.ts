import { assertEquals } from "@std/assert";
import { silentLogger, System } from "@superlearner/otp";
import { preemptiveScheduler } from "@superlearner/otp/preemption";
import { chat } from "../testdata/chat.ts";
import { User } from "./user.ts";

Deno.test("spin - does nothing where nothing would stop it", async () => {
  await using simulation = await chat();
  const { system } = simulation;
  const before = system.whereis("room:lobby");
  system.whereis(User, "room:lobby").cast("spin");
  await simulation.settle();
  assertEquals([system.preemptive, system.whereis("room:lobby")], [false, before]);
});

Deno.test("spin - ends where it is stopped", async () => {
  await using system = new System({ scheduler: preemptiveScheduler({ maxTurnMs: 10 }), logger: silentLogger });
  const user = await system.start(User, { args: ["ada"] });
  const exited = new Promise((resolve) => system.events.subscribe(resolve, { types: ["process.exited"] }));
  system.spawn(() => new Promise(() => {}), { name: "directory" }); // where it looks for a room, and waits
  user.cast("spin");
  const [directory] = [...system.pids()].slice(-1);
  system.exit(directory!, "kill");
  await exited;
});
