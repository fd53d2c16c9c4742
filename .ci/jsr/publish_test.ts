import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { makeTree } from "../lib/tree_suite.ts";
import { runConsumer } from "./consumer.ts";
import { copyToPublish, makeCache, publishAll } from "./publish.ts";
import { startRegistry } from "./registry.ts";
import { unresolved, unwantedFiles } from "./rules.ts";

const config = { name: "@a/one", version: "1.0.0", license: "MIT", exports: "./mod.ts" };
const workspace = {
  "deno.json": JSON.stringify({ workspace: ["./one"] }),
  "one/deno.json": JSON.stringify(config),
  "one/mod.ts": 'export { two } from "./two.ts";\n',
  "one/two.ts": "export const two: number = 2;\n",
};
const test = 'import { two } from "jsr:@a/one"; Deno.test("two", () => { if (two !== 2) throw two; });';

Deno.test("publishAll() publishes a package that a user can import, and not without one of its files", async () => {
  await using tree = await makeTree(workspace);
  await using registry = startRegistry();
  const cache = `${tree.root}/cache`;
  const { code, output } = await publishAll(tree.root, { registry, cache });
  assertEquals(code, 0, output);
  const { files } = registry.packages.get("@a/one")!;
  assertEquals([...files.keys()].sort(), ["deno.json", "mod.ts", "two.ts"]);
  const used = await runConsumer({ "a_test.ts": test }, { registry, cache: `${tree.root}/first` });
  assertEquals(used.code, 0, used.output);
  files.delete("two.ts");
  const failed = await runConsumer({ "a_test.ts": test }, { registry, cache: `${tree.root}/second` });
  assertEquals(failed.code, 1);
  assertStringIncludes(failed.output, "/@a/one/1.0.0/two.ts");
  assertEquals(unresolved(registry.packages.get("@a/one")!, registry.packages), [
    "@a/one: mod.ts imports ./two.ts, which is not published",
  ]);
});

Deno.test("publishAll() says which types are slow", async () => {
  await using tree = await makeTree({ ...workspace, "one/two.ts": "export const two = Math.max(1, 2);\n" });
  await using registry = startRegistry();
  const { code, output } = await publishAll(tree.root, { registry, cache: `${tree.root}/cache` });
  assertEquals([code, registry.packages.size], [1, 0]);
  assertStringIncludes(output, "missing-explicit-type");
});

Deno.test("publishAll() refuses a package that leaves out what it imports", async () => {
  const lacking = JSON.stringify({ ...config, publish: { exclude: ["two.ts"] } });
  await using tree = await makeTree({ ...workspace, "one/deno.json": lacking });
  await using registry = startRegistry();
  const { code, output } = await publishAll(tree.root, { registry, cache: `${tree.root}/cache` });
  assertEquals([code, registry.packages.size], [1, 0]);
  assertStringIncludes(output, "two.ts");
});

Deno.test("publishAll() publishes a test that nobody excludes, and unwantedFiles() finds it", async () => {
  await using tree = await makeTree({ ...workspace, "one/two_test.ts": 'import "./two.ts";\n' });
  await using registry = startRegistry();
  const { code, output } = await publishAll(tree.root, { registry, cache: `${tree.root}/cache` });
  assertEquals(code, 0, output);
  assertEquals(unwantedFiles(registry.packages.get("@a/one")!), [
    "@a/one publishes a file that is for us only: two_test.ts (test)",
  ]);
});

Deno.test("copyToPublish() says when the client cannot be built", async () => {
  await using tree = await makeTree({});
  await using copy = await makeTree({});
  await assertRejects(() => copyToPublish(tree.root, copy.root), Error, "git must know the folder");
});

Deno.test("makeCache() makes a folder without modules", async () => {
  await using tree = await makeTree({});
  const cache = await makeCache(`${tree.root}/cache`);
  assertEquals(cache, `${tree.root}/cache`);
  const names = Array.from(Deno.readDirSync(cache), ({ name }) => name);
  assert(names.every((name) => name === "npm"), `npm at most, got ${names}`);
});
