import { assertEquals, assertMatch } from "@std/assert";
import { GenServer, System } from "@superlearner/otp";
import { callSite, callSiteHere } from "./call_site.ts";

Deno.test("callSite: the line of the program, not of the runtime", async () => {
  await using system = new System();
  const Server = GenServer.define({ name: "Server", init: () => new Error().stack, calls: { site: (at) => [at, at] } });
  const server = await system.start(Server);
  assertMatch(callSite(await server.call("site"))!, /call_site_test\.ts:\d+:\d+$/);
});

Deno.test("callSite: knows the forms of other engines, and that there may be none", () => {
  assertEquals(callSite("buy@https://shop.example/cart.ts:3:9"), "https://shop.example/cart.ts:3:9");
  assertEquals(callSite("Error\n    at async https://shop.example/cart.ts:3:9"), "https://shop.example/cart.ts:3:9");
  assertEquals([callSite(undefined), callSite("Error: no")], [undefined, undefined]);
});

Deno.test("callSiteHere: however deep the runtime is, and V8's limit stays as it is", () => {
  const limited = Error as { stackTraceLimit?: number };
  const before = limited.stackTraceLimit;
  const deep = (n: number): string | undefined => n === 0 ? callSiteHere() : deep(n - 1);
  assertMatch(deep(5)!, /call_site_test\.ts:\d+:\d+$/);
  assertEquals(limited.stackTraceLimit, before);
});
