import { assert, assertEquals, assertMatch } from "@std/assert";
import { Assets } from "./assets.ts";

Deno.test("Assets - every file has its content in its name", async () => {
  const assets = await Assets.load({ path: "/files", onProblem() {} });
  assertMatch(assets.paths.styles, /^\/files\/styles\.[0-9a-f]{12}\.css$/);
  const icon = assets.serve(assets.paths.icon)!;
  assertEquals(icon.headers.get("content-type"), "image/svg+xml");
  assert((await icon.text()).startsWith("<svg"));
  assertEquals(assets.serve("/files/none.js"), undefined);
});
