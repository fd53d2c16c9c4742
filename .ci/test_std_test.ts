import { assertEquals, assertExists, assertStringIncludes } from "@std/assert";
import { run } from "./lib/command.ts";
import { makeTree } from "./lib/tree_suite.ts";
import { askRegistry, copyUnlinked } from "./test_std.ts";

Deno.test("askRegistry() tells a registry that knows @std/assert from one that does not", async () => {
  let name = "assert";
  await using server = Deno.serve({ port: 0, onListen() {} }, () => Response.json({ scope: "std", name }));
  const url = `http://127.0.0.1:${server.addr.port}`;
  assertEquals(await askRegistry(url), undefined);
  name = "other";
  assertStringIncludes(await askRegistry(url) ?? "", "it knows no @std/assert");
});

Deno.test("askRegistry() says why nobody answers", async () => {
  const server = Deno.serve({ port: 0, onListen() {} }, () => new Response());
  await server.shutdown();
  assertExists(await askRegistry(`http://127.0.0.1:${server.addr.port}`));
});

Deno.test("copyUnlinked() copies the tree without links and lock file", async () => {
  await using tree = await makeTree({
    "deno.json": '{"links": ["./.ci/std/assert"], "workspace": []}',
    "deno.lock": "{}",
    "a/mod.ts": "export {};",
    ".gitignore": "out\n",
    "out/b.ts": "",
  });
  await run(["git", "init", "--quiet"], { cwd: tree.root });
  const copy = await copyUnlinked(tree.root);
  assertEquals(await Deno.readTextFile(`${copy}/deno.json`), '{"workspace":[]}');
  assertEquals((await Array.fromAsync(Deno.readDir(copy))).map(({ name }) => name).sort(), [
    ".gitignore",
    "a",
    "deno.json",
  ]);
  await Deno.remove(copy, { recursive: true });
});
