import { assertEquals } from "@std/assert";

Deno.test("hardenRealm: a warning of Node's is not the end of the thread", async () => {
  const module = new URL("./harden_realm.ts", import.meta.url);
  const code = `import process from "node:process";
    import { hardenRealm } from ${JSON.stringify(module.href)};
    hardenRealm();
    process.emitWarning("too many");
    setTimeout(() => postMessage("alive"), 20);`;
  const url = `data:application/javascript,${encodeURIComponent(code)}`;
  const worker = new Worker(url, { type: "module" });
  const told = await new Promise<string>((done) => {
    worker.onmessage = ({ data }) => done(data);
    worker.onerror = (event) => (event.preventDefault(), done(event.message));
  });
  worker.terminate();
  assertEquals(told, "alive");
});
