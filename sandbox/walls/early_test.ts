import { assertEquals } from "@std/assert";
import { Early } from "./early.ts";
import type { WallListener } from "./wall.ts";

Deno.test("Early keeps what comes until there is somebody to hear it, and one end", () => {
  const early = new Early();
  const heard: unknown[] = [];
  const listener: WallListener = {
    received: (message) => heard.push(message[0]),
    ended: ({ exit }) => heard.push(exit),
  };
  early.received(["rejection"]);
  assertEquals(early.hasEnded, false);
  early.ended({ exit: "first" });
  early.ended({ exit: "second" });
  assertEquals([heard, early.hasEnded], [[], true]);
  early.listen(listener);
  early.received(["pong", 1]);
  early.ended({ exit: "third" });
  assertEquals(heard, ["rejection", "first", "pong"]);
});
