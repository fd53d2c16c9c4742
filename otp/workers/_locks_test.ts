import { assertEquals, assertRejects } from "@std/assert";
import { sharedLocks } from "./_locks.ts";

Deno.test("sharedLocks() gives a lock when its holder lets go, and a wait can be given up", async () => {
  const locks = sharedLocks();
  const holding = Promise.withResolvers<void>();
  const held = locks.request("superlearner/test", () => holding.promise);
  const waiting = new AbortController();
  const given = locks.request("superlearner/test", { signal: waiting.signal }, () => "never");
  waiting.abort();
  await assertRejects(() => given);
  const next = locks.request("superlearner/test", () => "free");
  holding.resolve();
  assertEquals([await held, await next], [undefined, "free"]);
});
