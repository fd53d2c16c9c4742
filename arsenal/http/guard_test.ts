import { assertEquals } from "@std/assert";
import { System } from "@superlearner/otp";
import { Hono } from "hono";
import { arsenal } from "./app.ts";
import { guard, peerOf, principalOf } from "./guard.ts";

Deno.test("guard() answers strangers with a problem and lets others on", async () => {
  const app = new Hono();
  app.use(guard({ token: "0123456789abcdef" }));
  app.get("/", (c) => c.text(principalOf(c)?.id ?? "nobody"));
  const refused = await app.request("/");
  assertEquals([refused.status, refused.headers.get("content-type"), (await refused.json()).code], [
    401,
    "application/problem+json",
    "unauthorized",
  ]);
  const headers = { authorization: "Bearer 0123456789abcdef" };
  assertEquals(await (await app.request("/", { headers })).text(), "token");
});

Deno.test("guard() tells an arsenal behind it who asks", async () => {
  await using system = new System();
  const app = new Hono();
  app.use(guard({ auth: () => ({ id: "ada", permissions: ["health:read"] }) }));
  app.route("/", arsenal({ system }));
  assertEquals((await app.request("http://example.org/api/v1/system/health")).status, 200);
  assertEquals((await app.request("http://example.org/api/v1/processes")).status, 403);
});

Deno.test("peerOf() knows the address where the server tells it", () => {
  assertEquals(peerOf({ env: { remoteAddr: { hostname: "10.0.0.1" } } }), { address: "10.0.0.1" });
  assertEquals(peerOf({ env: undefined }), { address: undefined });
  assertEquals(peerOf({ env: {} }), { address: undefined });
});
