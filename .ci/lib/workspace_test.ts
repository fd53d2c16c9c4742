import { assert, assertEquals } from "@std/assert";
import { readMembers, ROOT, slashes } from "./workspace.ts";

Deno.test("readMembers() reads the packages that the root names", async () => {
  const root = slashes(await Deno.makeTempDir());
  await Deno.mkdir(`${root}/a`);
  await Deno.writeTextFile(`${root}/deno.json`, '{"workspace": ["./a"]}');
  await Deno.writeTextFile(`${root}/a/deno.json`, '{"name": "@s/a", "exports": "./mod.ts"}');
  const member = { folder: "a", path: `${root}/a`, name: "@s/a", imports: {}, compilerOptions: {} };
  assertEquals(await readMembers(root), [{ ...member, exports: { ".": "./mod.ts" } }]);
  await Deno.remove(root, { recursive: true });
});

Deno.test("ROOT is the folder with the workspace", async () => {
  const members = await readMembers();
  assert(members.every(({ path }) => path.startsWith(`${ROOT}/`)));
});
