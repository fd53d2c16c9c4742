import { assertEquals } from "@std/assert";
import type { TreeNode } from "@superlearner/otp";
import { changed, office, worker } from "../testdata/nodes.ts";
import { parseQuery } from "./search.ts";

function found(query: string): string[] {
  const forest = changed([office()], "office/carl", { module: "Boss", restarts: 3, status: "suspended" });
  const all = (nodes: readonly TreeNode[]): TreeNode[] => nodes.flatMap((node) => [node, ...all(node.children)]);
  return all(forest).filter(parseQuery(query) ?? (() => true)).map(({ id }) => id);
}

Deno.test("parseQuery - words are looked for in id, name, pid and module", () => {
  assertEquals(found("ANNA"), ["anna"]);
  assertEquals(found("0.5."), ["out"]);
  assertEquals(found("boss"), ["carl"]);
  assertEquals(found("clerk o"), ["out"]);
});

Deno.test("parseQuery - fields, numbers and exclusions", () => {
  assertEquals(found("status:suspended"), ["carl"]);
  assertEquals(found("strategy:one_for_all"), ["desk"]);
  assertEquals(found("restarts>2"), ["carl"]);
  assertEquals(found("restarts<1 type:worker"), ["anna", "in", "out"]);
  assertEquals(found("restarts:3"), ["carl"]);
  assertEquals(found("-type:worker"), ["office", "desk"]);
  assertEquals(found("-restarts>2 type:worker -anna"), ["in", "out"]);
});

Deno.test("parseQuery - what is no field is a word, and nothing is no query", () => {
  assertEquals(found("nofield:x"), []);
  assertEquals(parseQuery("   "), undefined);
  assertEquals(parseQuery("-"), undefined);
});

Deno.test("parseQuery - finds states of machines, placements and what was dropped", () => {
  const node = worker("a", 1, {
    machineState: "away",
    placement: { node: "primes-1", kind: "worker" },
    mailbox: { max: 2, dropped: 4, overloaded: false },
  });
  const matches = (query: string) => parseQuery(query)!(node);
  assertEquals(["state:away", "placement:worker", "placement:primes", "dropped>3"].map(matches), Array(4).fill(true));
  assertEquals(["state:here", "placement:process", "dropped>4"].map(matches), Array(3).fill(false));
  assertEquals(parseQuery("dropped>0")!(worker("b", 2)), false);
});
