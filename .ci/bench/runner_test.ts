import { assertEquals, assertRejects } from "@std/assert";
import { run } from "../lib/command.ts";
import { makeTree } from "../lib/tree_suite.ts";
import { runBench } from "./runner.ts";

const rows = (...names: string[]) =>
  `export const rows = [${names.map((name) => `{ name: "${name}", unit: "ms", ours: () => 2 }`)}];`;

async function bench(files: Record<string, string>, name?: string): Promise<string[]> {
  await using tree = await makeTree(files);
  await run(["git", "init", "--quiet"], { cwd: tree.root });
  const seen: string[] = [];
  await runBench({
    root: tree.root,
    found: (result) => seen.push(result.name),
    ...(name === undefined ? {} : { name }),
  });
  return seen;
}

const files = { "a/one_bench.ts": rows("a/one", "a/two"), "b/one_bench.ts": rows("b/three"), "a/one.ts": "throw 1" };

Deno.test("runBench() measures the rows of every *_bench.ts", async () => {
  assertEquals(await bench(files), ["a/one", "a/two", "b/three"]);
});

Deno.test("runBench() takes a part of a name, of a row or a file", async () => {
  assertEquals(await bench(files, "two"), ["a/two"]);
  assertEquals(await bench(files, "b/one_bench"), ["b/three"]);
  assertEquals(await bench(files, "nothing"), []);
});

Deno.test("runBench() refuses a file without rows", async () => {
  await assertRejects(() => bench({ "a_bench.ts": "export const row = 1;" }), TypeError, 'it exports "rows"');
});
