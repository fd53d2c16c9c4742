import { assertEquals } from "@std/assert";
import { isModulePath, resolveInside } from "./module_path.ts";

Deno.test("resolveInside: a path from the root, or from where the import stands", () => {
  assertEquals(resolveInside("./b.ts", "/lib/a.ts"), "/lib/b.ts");
  assertEquals(resolveInside("../b.ts", "/lib/a.ts"), "/b.ts");
  assertEquals(resolveInside("/x//./b.ts", "/lib/a.ts"), "/x/b.ts");
});

Deno.test("resolveInside: nothing that leads out, and no second spelling", () => {
  const out = [
    "../b.ts",
    "../../etc/passwd",
    "npm:x",
    "https://a.b/c.ts",
    "file:///etc/passwd",
    "node:fs",
    "bare",
    "./%2e%2e/x",
  ];
  out.push(
    ".\\..\\x",
    "./a\0.ts",
    "./a\n.ts",
    "./__proto__/a.ts",
    "./e\u0301.ts",
    "./a.ts?v=1",
    "./a.ts#x",
    "data:,1",
    "",
  );
  for (const each of out) assertEquals(resolveInside(each, "/a.ts"), undefined, each);
});

Deno.test("isModulePath: from the root, in its one spelling", () => {
  assertEquals(["/a.ts", "/lib/ä.ts", "/a b.ts"].map(isModulePath), [true, true, true]);
  const not = ["a.ts", "/", "", "/a/../b.ts", "/a//b.ts", "/a/./b.ts", "/a\0", "/%61.ts", 5, null];
  for (const each of not) assertEquals(isModulePath(each), false, String(each));
});
