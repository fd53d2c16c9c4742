import { assertEquals } from "@std/assert";
import { sys } from "@superlearner/otp";
import { chat } from "../testdata/chat.ts";
import { History } from "./history.ts";
import { moderatorName, roomChild, roomName, RoomServer } from "./room.ts";

Deno.test("RoomServer - passes on what is said, to the history as well, and loses who dies", async () => {
  await using simulation = await chat();
  const { system } = simulation;
  const room = system.whereis(RoomServer, roomName("lobby"));
  const me = system.attach({ name: "me" });
  room.cast("join", { pid: me.pid, name: "me" });
  room.cast("join", { pid: me.pid, name: "me" });
  assertEquals(await room.call("members"), ["me"]);
  room.cast("post", { from: "me", text: "hello" });
  await simulation.settle();
  assertEquals(await system.whereis(History, "history").call("recent", "lobby"), [
    { room: "lobby", from: "me", text: "hello" },
  ]);
  system.exit(me.pid, "kill");
  await simulation.settle();
  assertEquals(await room.call("members"), []);
});

Deno.test("Room - server and moderator are started again together, and find what was said", async () => {
  await using simulation = await chat();
  const { system } = simulation;
  const before = [system.whereis(roomName("lobby")), system.whereis(moderatorName("lobby"))];
  system.whereis(RoomServer, roomName("lobby")).cast("post", { from: "me", text: "hello" });
  await simulation.settle();
  system.exit(moderatorName("lobby"), "kill");
  await simulation.settle();
  const after = [system.whereis(roomName("lobby")), system.whereis(moderatorName("lobby"))];
  assertEquals(after.map((pid, at) => pid !== undefined && pid !== before[at]), [true, true]);
  assertEquals((sys.getState(system, roomName("lobby")) as { found: number }).found, 1);
});

Deno.test("roomChild - a room is found under its own name", () => {
  const { id, name } = roomChild("cellar");
  assertEquals([id, name, roomName("cellar"), moderatorName("cellar")], [
    "cellar",
    "cellar",
    "room:cellar",
    "moderator:cellar",
  ]);
});
