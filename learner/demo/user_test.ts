import { assert, assertEquals } from "@std/assert";
import { sys } from "@superlearner/otp";
import { chat } from "../testdata/chat.ts";
import { Users } from "./reception.ts";
import { User, userChild, type UserState } from "./user.ts";

Deno.test("User - finds a room, speaks and hears there", async () => {
  await using simulation = await chat();
  const { system } = simulation;
  const ada = await Users.at(system, "users").startChild(userChild("ada"));
  await simulation.settle();
  ada.cast("say", "an%20answer: https://example.org/otp%20book");
  await simulation.settle();
  const { said, heard, room } = sys.getState(system, "ada") as UserState;
  assert(room !== undefined);
  assertEquals([said, heard], [1, "ada: an answer: https://example.org/otp book"]);
});

Deno.test("User - crashes of a broken link, is started again, and is nobody in particular then", async () => {
  await using simulation = await chat();
  const { system } = simulation;
  const ada = await Users.at(system, "users").startChild(userChild("ada"));
  await simulation.settle();
  ada.cast("say", "hello");
  const before = system.whereis("ada");
  ada.cast("hear", { room: "whisper", from: "nobody", text: "https://example.org/%E0%A4%A" });
  await simulation.settle();
  assert(system.whereis("ada") !== undefined && system.whereis("ada") !== before);
  assertEquals((sys.getState(system, "ada") as UserState).said, 0);
});

Deno.test("User - looks for a room again when its room is gone", async () => {
  await using simulation = await chat();
  const { system } = simulation;
  await Users.at(system, "users").startChild(userChild("ada"));
  await simulation.settle();
  const { room } = sys.getState(system, "ada") as UserState;
  system.exit(`room:${room}`, "kill");
  await simulation.settle();
  assertEquals((sys.getState(system, "ada") as UserState).room, undefined);
  await simulation.advance(1000);
  assert((sys.getState(system, "ada") as UserState).room !== undefined);
});

Deno.test("User - leaves in order, and is not started again", async () => {
  await using simulation = await chat();
  const { system } = simulation;
  await Users.at(system, "users").startChild(userChild("ada"));
  assertEquals(await system.whereis(User, "ada").call("leave"), "Goodbye, ada");
  await simulation.settle();
  assertEquals(system.whereis("ada"), undefined);
});
