import { assertEquals, assertStringIncludes } from "@std/assert";
import { checkEntryPoints } from "./check_entry_points.ts";
import { makeTree } from "./lib/tree_suite.ts";

const good = `/**
 * One.
 *
 * @module
 */

/** The number. */
export const one: number = 1;
`;

async function checkFiles(files: Record<string, string>, exports: Record<string, string>): Promise<string[]> {
  await using tree = await makeTree({ "deno.json": '{"name": "@s/a", "version": "0.1.0"}', ...files });
  return await checkEntryPoints({
    folder: "a",
    path: tree.root,
    name: "@s/a",
    exports,
    imports: {},
    compilerOptions: {},
  });
}

Deno.test("checkEntryPoints() is content with documented entries in kebab-case", async () => {
  const exports = { ".": "./mod.ts", "./long-name": "./long_name.ts" };
  assertEquals(await checkFiles({ "mod.ts": good, "long_name.ts": good }, exports), []);
});

Deno.test("checkEntryPoints() finds a missing manual, a bad subpath and no entry at all", async () => {
  const bare = "/** The number. */\nexport const one: number = 1;\n";
  assertEquals(await checkFiles({ "mod.ts": bare }, { ".": "./mod.ts" }), [
    "@s/a: an entry point begins with its manual, missing @module in ./mod.ts",
  ]);
  assertEquals(await checkFiles({ "a.ts": good }, { "./longName": "./a.ts" }), [
    "@s/a: subpaths are kebab-case without an ending, got ./longName",
  ]);
  assertEquals(await checkFiles({}, {}), ['@s/a: a package has entry points, missing "exports"']);
});

Deno.test("checkEntryPoints() passes on what deno doc finds", async () => {
  const [first = ""] = await checkFiles({ "mod.ts": `${good}\nexport const two: number = 2;\n` }, { ".": "./mod.ts" });
  assertStringIncludes(first, "missing-jsdoc");
  const [private_ = ""] = await checkFiles({
    "mod.ts": `${good}\ninterface Hidden { a: 1 }\n/** Shows it. */\nexport const two: Hidden = { a: 1 };\n`,
  }, { ".": "./mod.ts" });
  assertStringIncludes(private_, "private-type-ref");
});

Deno.test("checkEntryPoints() takes what another package exports for public", async () => {
  const shape = "/** A shape. */\nexport interface Shape {\n  /** So many. */\n  sides: 3;\n}\n";
  await using tree = await makeTree({
    "deno.json": '{"name": "@s/a", "version": "0.1.0"}',
    "shape.ts": `${good}\n${shape}`,
    "mod.ts":
      `${good}\nimport type { Shape } from "./shape.ts";\n/** Shows it. */\nexport const two: Shape = { sides: 3 };\n`,
  });
  const exports = { ".": "./mod.ts" };
  const member = { folder: "a", path: tree.root, name: "@s/a", exports, imports: {}, compilerOptions: {} };
  assertStringIncludes((await checkEntryPoints(member)).join(), "private-type-ref");
  assertEquals(await checkEntryPoints(member, [`${tree.root}/shape.ts`]), []);
});
