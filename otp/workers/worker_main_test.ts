import { assertEquals } from "@std/assert";
import { sharedLocks } from "./_locks.ts";
import { firstModule } from "./worker_transport.ts";

Deno.test("serveWorker() holds its lock as long as the worker lives, and says who it is over the port", async () => {
  const module = new URL("../remote/testdata/fixture.ts", import.meta.url).href;
  const worker = new Worker(firstModule("serveWorker", { main: "./worker_main.ts", module }), { type: "module" });
  const { port1, port2 } = new MessageChannel();
  const lock = `superlearner/${crypto.randomUUID()}`;
  const locked = new Promise((resolve) => worker.onmessage = ({ data }) => resolve(data));
  const hello = new Promise((resolve) => port1.onmessage = ({ data }) => resolve(data));
  worker.postMessage({ node: "far", peer: "main", lock }, [port2]);
  assertEquals(await locked, "locked");
  assertEquals(await hello, { otp: 1, n: 1, frame: { type: "hello", node: "far" } });
  let free = false;
  const freed = sharedLocks().request(lock, () => free = true);
  assertEquals(free, false);
  worker.terminate();
  assertEquals(await freed, true);
  port1.close();
});
