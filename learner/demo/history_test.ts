import { assertEquals } from "@std/assert";
import { Simulation } from "@superlearner/otp/simulation";
import { History, KEPT_POSTS } from "./history.ts";

Deno.test("History - keeps the last posts of each room apart", async () => {
  await using simulation = new Simulation();
  const history = await simulation.system.start(History);
  for (let at = 0; at < KEPT_POSTS + 10; at++) history.cast("keep", { room: "lobby", from: "ada", text: `${at}` });
  history.cast("keep", { room: "music", from: "joe", text: "la" });
  const lobby = await history.call("recent", "lobby");
  assertEquals([lobby.length, lobby[0]?.text], [KEPT_POSTS, "10"]);
  assertEquals(await history.call("recent", "music"), [{ room: "music", from: "joe", text: "la" }]);
  assertEquals(await history.call("recent", "nowhere"), []);
});
