import { assertEquals } from "@std/assert";
import { sys } from "@superlearner/otp";
import { Simulation } from "@superlearner/otp/simulation";
import { Moderator } from "./moderator.ts";

Deno.test("Moderator - warns who is loud", async () => {
  await using simulation = new Simulation();
  const moderator = await simulation.system.start(Moderator, { args: ["lobby"], name: "moderator" });
  for (const text of ["hello", "HELLO", "hello!!!"]) moderator.cast("check", { room: "lobby", from: "ada", text });
  await simulation.settle();
  assertEquals(sys.getState(simulation.system, "moderator"), {
    room: "lobby",
    checked: 3,
    warnings: new Map([["ada", 2]]),
  });
});

Deno.test("Moderator - crashes of an open bracket, as it is meant to", async () => {
  await using simulation = new Simulation();
  const moderator = await simulation.system.start(Moderator, { args: ["lobby"] });
  moderator.cast("check", { room: "lobby", from: "ada", text: "why (" });
  await simulation.settle();
  assertEquals(moderator.alive, false);
});
