import { assertEquals, assertRejects } from "@std/assert";
import { loadRemotes } from "./remote_modules.ts";

Deno.test("loadRemotes() fetches some at a time, each once, and fails with the first that does", async () => {
  let open = 0;
  let most = 0;
  const remote = {
    allows: () => true,
    load: async (url: string) => {
      most = Math.max(most, ++open);
      await Promise.resolve();
      open--;
      if (url === "bad") throw new Error("no");
      return { text: url, kind: ".ts" } as const;
    },
  };
  const options = { remote, signal: new AbortController().signal, mostBytes: 10 };
  const urls = Array.from({ length: 20 }, (_, n) => `https://h/${n}.ts`);
  const found = await loadRemotes(urls, options);
  assertEquals([found.map(([url]) => url), most], [urls, 8]);
  await assertRejects(() => loadRemotes(["good", "bad"], options), Error, "no");
});
