import { assertEquals, assertMatch } from "@std/assert";
import { moduleUrl } from "./module_url.ts";

Deno.test("moduleUrl(): workers of one text begin with it, also those without any permission", async () => {
  const url = moduleUrl("postMessage(`ünï ${import.meta.url}`);");
  for (let n = 0; n < 2; n++) {
    const worker = new Worker(url, { type: "module", deno: { permissions: "none" } } as WorkerOptions);
    const { data } = await new Promise<MessageEvent>((resolve) => worker.onmessage = resolve);
    worker.terminate();
    assertEquals(data, `ünï ${url}`);
  }
  assertMatch(url, /^blob:/);
});
