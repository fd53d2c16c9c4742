import { assertEquals } from "@std/assert";
import { hardenRealm } from "./harden_realm.ts";

Deno.test("hardenRealm(): no code is made of a text any more, and what reaches outside is gone", async () => {
  const source = `import { hardenRealm } from ${JSON.stringify(new URL("./harden_realm.ts", import.meta.url).href)};
    hardenRealm();
    const functions = [function () {}, async function () {}, function* () {}, async function* () {}];
    postMessage([
      ...functions.map((each) => each.constructor === Object || each.constructor === undefined || each.constructor.name),
      ...["caches", "WebSocket", "fetch", "Worker", "Function", "BroadcastChannel"].map((name) => typeof globalThis[name]),
    ]);`;
  const worker = new Worker(`data:application/javascript,${encodeURIComponent(source)}`, { type: "module" });
  const { data } = await new Promise<MessageEvent>((resolve) => worker.onmessage = resolve);
  worker.terminate();
  // The constructors of the last three now are that of plain functions, which is gone as well.
  assertEquals(data.slice(4), ["undefined", "undefined", "undefined", "undefined", "undefined", "undefined"]);
  assertEquals([data.slice(0, 4), typeof hardenRealm], [[true, true, true, true], "function"]);
});
