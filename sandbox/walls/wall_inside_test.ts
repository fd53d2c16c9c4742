import { assertEquals } from "@std/assert";
import { GUEST_BUNDLE } from "../guest/guest_bundle.ts";
import { type FromWall, WALL_VERSION } from "./wall_protocol.ts";
import { WallInside } from "./wall_inside.ts";

Deno.test("WallInside says that it is ready, makes the cache once, and answers", () => {
  const posted: FromWall[] = [];
  const inside = new WallInside(
    { version: WALL_VERSION, nonce: "n", bundle: GUEST_BUNDLE },
    (message) => posted.push(message),
  );
  const [ready, cache] = posted;
  assertEquals([ready, cache?.[0], posted.length], [["ready", WALL_VERSION, "n"], "cache", 2]);
  inside.hear(["ping", 5]);
  assertEquals(posted[2], ["pong", 5]);
  for (const lost of [["drop", 9], ["in", 9, []], ["taken", 9, 1]] as const) inside.hear(lost);
  const again: FromWall[] = [];
  new WallInside(
    { version: 0, nonce: "n", bundle: GUEST_BUNDLE, cache: cache![1] as Uint8Array },
    (message) => again.push(message),
  );
  assertEquals(again, []); // of another version: it says nothing, and whoever waits gives up
});
