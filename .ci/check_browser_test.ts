import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkBrowser } from "./check_browser.ts";
import { makeTree } from "./lib/tree_suite.ts";
import { readLinks, readMembers } from "./lib/workspace.ts";

const clean = {
  "deno.json": '{"workspace": ["./a", "./b"]}',
  "a/deno.json": '{"name": "@s/a", "version": "0.1.0", "exports": {".": "./mod.ts"}}',
  "a/mod.ts": 'export * from "./one.ts";',
  "a/one.ts": "export const one: number = 1;",
  "b/deno.json": '{"name": "@s/b", "version": "0.1.0", "exports": {".": "./mod.ts"}}',
  "b/mod.ts": 'import { one } from "@s/a"; document.title = String(one);',
};

async function checkFiles(files: Record<string, string>, folders: string[] = []): Promise<string> {
  await using tree = await makeTree({ ...clean, ...files });
  const members = await readMembers(tree.root);
  const problems = await checkBrowser(members[1]!, { entries: ["."], folders }, { root: tree.root, members });
  return problems.join("\n");
}

Deno.test("checkBrowser() is content with what a browser can load", async () => {
  assertEquals(await checkFiles({}), "");
});

Deno.test("checkBrowser() lets a dynamic import lead to the server", async () => {
  const files = {
    "b/mod.ts": 'const { cwd } = await import("./server.ts"); console.log(cwd);',
    "b/server.ts": "export const cwd: string = Deno.cwd();",
  };
  assertEquals(await checkFiles(files), "");
  const both = { ...files, "a/one.ts": "export const one: string = Deno.cwd();" };
  const loads = `${files["b/mod.ts"]} import "@s/a";`;
  assertStringIncludes(await checkFiles({ ...both, "b/mod.ts": loads }), "a/one.ts");
});

Deno.test("checkBrowser() takes a stand-in for the published package that it stands for", async () => {
  await using tree = await makeTree({
    ...clean,
    "deno.json": '{"workspace": ["./a", "./b"], "links": ["./std"], "imports": {"@std/x": "jsr:@std/x@^1"}}',
    "std/deno.json": '{"name": "@std/x", "version": "1.0.0", "exports": "./mod.ts"}',
    "std/mod.ts": 'import { EOL } from "node:os"; export const x: string = EOL;',
    "b/mod.ts": 'import { x } from "@std/x"; document.title = x;',
  });
  const [members, links] = [await readMembers(tree.root), await readLinks(tree.root)];
  assertEquals(
    await checkBrowser(members[1]!, { entries: ["."], folders: [] }, { root: tree.root, members, links }),
    [],
  );
  const wrong = await checkBrowser(members[1]!, { entries: ["."], folders: [] }, { root: tree.root, members });
  assertStringIncludes(wrong.join(), "node:os");
});

Deno.test("checkBrowser() finds Node's modules, also in a package that is imported", async () => {
  assertEquals(
    await checkFiles({ "a/one.ts": 'import { EOL } from "node:os"; export const one: string = EOL;' }),
    "a/one.ts: what a browser loads imports nothing of Node's, got node:os",
  );
});

Deno.test("checkBrowser() finds types that no browser has", async () => {
  assertStringIncludes(await checkFiles({ "a/one.ts": "export const one: string = Deno.cwd();" }), "TS2304");
  assertStringIncludes(await checkFiles({ "a/one.ts": "export const one: string = process.cwd();" }), "process");
});

Deno.test("checkBrowser() finds globals behind a cast", async () => {
  const cast = "export const one: unknown = (globalThis as { Deno?: unknown }).Deno;";
  assertStringIncludes(await checkFiles({ "a/one.ts": cast }), "What a browser loads mentions no Deno");
});

Deno.test("checkBrowser() checks every shipped file of a folder, and no test", async () => {
  const bad = "export const two: string = Deno.cwd();";
  assertStringIncludes(await checkFiles({ "b/widgets/two.ts": bad }, ["widgets"]), "TS2304");
  assertEquals(await checkFiles({ "b/widgets/two_test.ts": bad }, ["widgets"]), "");
});

Deno.test("checkBrowser() wants the entry points that the table names", async () => {
  await using tree = await makeTree(clean);
  const members = await readMembers(tree.root);
  const safe = { entries: ["./widgets"], folders: [] };
  assertEquals(await checkBrowser(members[1]!, safe, { root: tree.root, members }), [
    "@s/b: browser-safe entry points are exported, missing ./widgets",
  ]);
});
