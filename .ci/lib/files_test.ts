import { assertEquals, assertRejects } from "@std/assert";
import { run } from "./command.ts";
import { copyTree, listFiles } from "./files.ts";
import { makeTree } from "./tree_suite.ts";

Deno.test("listFiles() lists what git knows or would add", async () => {
  await using tree = await makeTree({ "b.ts": "", "a/c.ts": "", "out/d.ts": "", ".gitignore": "out/\n" });
  await run(["git", "init", "--quiet"], { cwd: tree.root });
  assertEquals(await listFiles(tree.root), [".gitignore", "a/c.ts", "b.ts"]);
  await run(["git", "add", "b.ts"], { cwd: tree.root });
  await Deno.remove(`${tree.root}/b.ts`);
  assertEquals(await listFiles(tree.root), [".gitignore", "a/c.ts"]);
});

Deno.test("listFiles() says when git does not know the folder", async () => {
  await using tree = await makeTree({ "a.ts": "" });
  await assertRejects(() => listFiles(tree.root), Error, "Cannot list the files");
});

Deno.test("copyTree() copies what git knows or would add", async () => {
  await using tree = await makeTree({ "b.ts": "1", "a/c.ts": "2", "out/d.ts": "", ".gitignore": "out/\n" });
  await run(["git", "init", "--quiet"], { cwd: tree.root });
  await using copy = await makeTree({});
  await copyTree(tree.root, `${copy.root}/x`);
  assertEquals(await Deno.readTextFile(`${copy.root}/x/a/c.ts`), "2");
  assertEquals(Array.from(Deno.readDirSync(`${copy.root}/x`), ({ name }) => name).sort(), [".gitignore", "a", "b.ts"]);
});
