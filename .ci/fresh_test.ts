import { assertEquals, assertRejects } from "@std/assert";
import { runFresh } from "./fresh.ts";
import { run } from "./lib/command.ts";
import { makeTree } from "./lib/tree_suite.ts";

const author = ["-c", "user.name=a", "-c", "user.email=a@example.com"];

Deno.test("runFresh() runs what is committed, with a cache of its own", async () => {
  const script = "Deno.exit(Deno.env.get('DENO_DIR').includes('fresh-') && Deno.cwd().includes('clone') ? 7 : 1)";
  await using tree = await makeTree({
    "deno.json": JSON.stringify({ tasks: { look: "deno run -A look.ts" } }),
    "look.ts": script,
  });
  await run(["git", "init", "--quiet"], { cwd: tree.root });
  await run(["git", "add", "."], { cwd: tree.root });
  await run(["git", ...author, "commit", "--quiet", "--message", "first"], { cwd: tree.root });
  await Deno.writeTextFile(`${tree.root}/look.ts`, "Deno.exit(0)");
  assertEquals(await runFresh(["task", "look"], tree.root), 7);
});

Deno.test("runFresh() says when there is nothing to clone", async () => {
  await using tree = await makeTree({});
  await assertRejects(() => runFresh(["task", "look"], tree.root), Error, "Cannot clone the repository");
});
