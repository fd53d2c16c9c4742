import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { makeTree } from "../lib/tree_suite.ts";
import { ROOT } from "../lib/workspace.ts";
import { fromFiles, fromFolder, unpack } from "./package.ts";

const files = (of: Record<string, string>) =>
  new Map(Object.entries(of).map(([path, text]) => [path, new TextEncoder().encode(text)]));

Deno.test("fromFiles() reads name, version and exports, in both forms", () => {
  const config = { name: "@a/b", version: "1.2.3", exports: "./mod.ts" };
  const { name, version, exports } = fromFiles(files({ "deno.json": JSON.stringify(config) }));
  assertEquals([name, version, exports], ["@a/b", "1.2.3", { ".": "./mod.ts" }]);
  const many = { ...config, exports: { "./c": "./c.ts" } };
  assertEquals(fromFiles(files({ "deno.json": JSON.stringify(many) })).exports, { "./c": "./c.ts" });
});

Deno.test("fromFiles() says when there is no deno.json", () => {
  assertThrows(() => fromFiles(files({ "mod.ts": "" })), Error, "it holds deno.json, got mod.ts");
});

Deno.test("fromFolder() takes the files of a folder without the tests", async () => {
  await using tree = await makeTree({ "deno.json": '{"exports": "./mod.ts"}', "mod.ts": "1", "mod_test.ts": "2" });
  assertEquals([...(await fromFolder(tree.root)).files.keys()].sort(), ["deno.json", "mod.ts"]);
  assertEquals((await fromFolder(`${ROOT}/.ci/std/assert`)).name, "@std/assert");
});

Deno.test("unpack() refuses what is no gzip", async () => {
  await assertRejects(() => unpack(new Response("no").body!), TypeError);
});
