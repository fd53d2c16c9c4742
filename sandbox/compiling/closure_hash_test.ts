import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { closureHashes } from "./closure_hash.ts";

const imports = new Map(Object.entries({
  "/main": ["/a", "@superlearner/otp"],
  "/a": ["/b"],
  "/b": ["/a", "/leaf"],
  "/leaf": [],
  "/other": [],
}));

async function closures(change: Record<string, string> = {}, wired = imports): Promise<Map<string, string>> {
  const hashes = new Map([...wired.keys()].map((path) => [path, change[path] ?? "same"]));
  return await closureHashes({ imports: wired, hashes });
}

Deno.test("case 15: a changed dependency is a change of all that import it, and of nothing else", async () => {
  const [before, after] = [await closures(), await closures({ "/leaf": "new" })];
  const changed = [...before.keys()].filter((path) => before.get(path) !== after.get(path)).sort();
  assertEquals(changed, ["/a", "/b", "/leaf", "/main"]);
});

Deno.test("case 15: an import that is added, or leads elsewhere, is a change by the text that says so alone", async () => {
  const before = await closures();
  const moved = await closures({}, new Map([...imports, ["/b", ["/a", "/other"]]]));
  assertNotEquals(before.get("/main"), moved.get("/main"));
  const granted = await closures({}, new Map([...imports, ["/main", ["/a"]]]));
  assertNotEquals(before.get("/main"), granted.get("/main"));
  assertEquals(before.get("/a"), granted.get("/a"));
});

Deno.test("closureHashes() does not depend on the order it is told in, and tells members of a cycle apart", async () => {
  const turned = await closures({}, new Map([...imports].reverse()));
  assertEquals(new Map([...turned].sort()), new Map([...await closures()].sort()));
  assert(turned.get("/a") !== turned.get("/b"));
});
