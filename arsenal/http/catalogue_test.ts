import { assertEquals, assertMatch } from "@std/assert";
import { fixture } from "../fixture_suite.ts";

Deno.test("docs is JSON for curl and a page for a browser", async () => {
  await using all = await fixture();
  const type = async (accept?: string, query = "") =>
    (await all.ask(`GET /arsenal/docs${query}`, undefined, accept === undefined ? {} : { accept })).headers.get(
      "content-type",
    );
  assertEquals(await type(), "application/json");
  assertEquals(await type("*/*"), "application/json");
  assertEquals(await type("application/json, text/html"), "application/json");
  assertEquals(await type("text/html,application/xhtml+xml,*/*;q=0.8"), "text/html; charset=utf-8");
  assertEquals(await type("text/html", "?format=json"), "application/json");
  assertEquals(await type(undefined, "?format=html"), "text/html; charset=utf-8");
});

Deno.test("docs as a page lists every operation and loads nothing", async () => {
  await using all = await fixture();
  const { body, headers } = await all.ask("GET /arsenal/docs", undefined, { accept: "text/html" });
  for (const { name } of all.app.registry.operations) assertMatch(body, new RegExp(`id="${name}"`));
  assertEquals(headers.get("content-security-policy"), "default-src 'none'; style-src 'unsafe-inline'");
});

Deno.test("listOperations finds operations", async () => {
  await using all = await fixture();
  const { data } = (await all.ask("GET /arsenal/operations?q=kill")).body;
  assertEquals(data, [{
    name: "killProcess",
    method: "DELETE",
    path: "/api/v1/processes/{pid}",
    summary: "Send an exit signal, and wait until the process is dead",
    tags: ["processes"],
    kind: "reply",
    permission: "processes:write",
    idempotent: true,
    dangerous: true,
  }]);
});
