import { assertEquals } from "@std/assert";
import { holdLock, lockFreed } from "./locks.ts";

Deno.test("lockFreed(): a lock that a worker holds is free when that is gone", async () => {
  const name = `test/${crypto.randomUUID()}`;
  const source = `import { holdLock } from ${JSON.stringify(new URL("./locks.ts", import.meta.url).href)};
    await holdLock(${JSON.stringify(name)}); postMessage("held");`;
  const worker = new Worker(`data:application/javascript,${encodeURIComponent(source)}`, { type: "module" });
  await new Promise((resolve) => worker.onmessage = resolve);
  const waiting = new AbortController();
  const given = lockFreed(name, waiting.signal);
  waiting.abort();
  assertEquals(await given, false);
  const freed = lockFreed(name, new AbortController().signal);
  worker.terminate();
  assertEquals([await freed, typeof holdLock], [true, "function"]);
});
