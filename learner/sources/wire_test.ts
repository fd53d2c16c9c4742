import { assert } from "@std/assert";
import { HEARTBEAT_MS } from "./wire.ts";

Deno.test("HEARTBEAT_MS - is shorter than the time after which proxies give up a silent line", () => {
  assert(HEARTBEAT_MS <= 30_000);
});
