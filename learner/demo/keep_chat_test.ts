import { assertEquals, assertMatch } from "@std/assert";
import { Simulation } from "@superlearner/otp/simulation";
import { CHAT_NAME, keepChat } from "./keep_chat.ts";
import { ROOMS } from "./reception.ts";

Deno.test("keepChat - is done when the rooms are open, not before", async () => {
  await using simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  using _kept = await keepChat(system, { onEnd: () => {} });
  assertEquals(ROOMS.filter((room) => system.whereis(`room:${room}`) === undefined), []);
});

Deno.test("keepChat - starts the chat again when its root was killed, after a pause", async () => {
  await using simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const told: string[] = [];
  using _kept = await keepChat(system, { pauseMs: 2000, onEnd: (text) => void told.push(text) });
  const first = system.whereis(CHAT_NAME);
  system.exit(CHAT_NAME, "kill");
  await simulation.advance(1000);
  assertEquals(system.whereis(CHAT_NAME), undefined);
  assertEquals(told, [
    `The root supervisor ${first} was ended from outside. Nobody is above it, so the chat is started anew in 2 s`,
  ]);
  await simulation.advance(2000);
  const second = system.whereis(CHAT_NAME);
  assertEquals([second !== undefined, second !== first], [true, true]);
});

Deno.test("keepChat - says when the root gave up, and ends with its disposal", async () => {
  await using simulation = new Simulation({ messages: "share" });
  const { system } = simulation;
  const told: string[] = [];
  {
    using _kept = await keepChat(system, { onEnd: (text) => void told.push(text) });
    for (let times = 0; times < 6; times++) {
      system.exit("history", "kill");
      await simulation.settle();
    }
    assertEquals([told.length, system.whereis(CHAT_NAME)], [1, undefined]);
    assertMatch(told[0]!, /had to restart too often and gave up/);
  }
  await simulation.advance(10_000);
  assertEquals([told.length, system.whereis(CHAT_NAME)], [1, undefined]);
});
