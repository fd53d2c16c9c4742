import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { closureHashes } from "./closure_hash.ts";

const imports = new Map(Object.entries({
  "/main": ["/a", "@superlearner/otp"],
  "/a": ["/b"],
  "/b": ["/a", "/leaf"],
  "/leaf": [],
  "/other": [],
}));

function closures(change: Record<string, string> = {}, wired = imports): Map<string, string> {
  const hashes = new Map([...wired.keys()].map((path) => [path, change[path] ?? "same"]));
  return closureHashes({ imports: wired, hashes });
}

Deno.test("case 15: a changed dependency is a change of all that import it, and of nothing else", () => {
  const [before, after] = [closures(), closures({ "/leaf": "new" })];
  const changed = [...before.keys()].filter((path) => before.get(path) !== after.get(path)).sort();
  assertEquals(changed, ["/a", "/b", "/leaf", "/main"]);
});

Deno.test("case 15: an import that is added, or leads elsewhere, is a change by the text that says so alone", () => {
  const before = closures();
  const moved = closures({}, new Map([...imports, ["/b", ["/a", "/other"]]]));
  assertNotEquals(before.get("/main"), moved.get("/main"));
  const granted = closures({}, new Map([...imports, ["/main", ["/a"]]]));
  assertNotEquals(before.get("/main"), granted.get("/main"));
  assertEquals(before.get("/a"), granted.get("/a"));
});

Deno.test("closureHashes() does not depend on the order it is told in, and tells members of a cycle apart", () => {
  const turned = closures({}, new Map([...imports].reverse()));
  assertEquals(new Map([...turned].sort()), new Map([...closures()].sort()));
  assert(turned.get("/a") !== turned.get("/b"));
});
