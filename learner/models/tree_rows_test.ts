import { assertEquals } from "@std/assert";
import { office, supervisor, worker } from "../testdata/nodes.ts";
import { parseQuery } from "./search.ts";
import { MORE, MOST_SIBLINGS, rowsOf } from "./tree_rows.ts";

const NONE: ReadonlyMap<string, boolean> = new Map();

Deno.test("rowsOf - depth first, in start order, with what readers need to know", () => {
  const rows = rowsOf([office()], { opened: NONE });
  assertEquals(
    rows.map(({ place, level, position, siblings, expanded }) => [place, level, position, siblings, expanded]),
    [
      ["office", 1, 1, 1, true],
      ["office/anna", 2, 1, 3, undefined],
      ["office/desk", 2, 2, 3, true],
      ["office/desk/in", 3, 1, 2, undefined],
      ["office/desk/out", 3, 2, 2, undefined],
      ["office/carl", 2, 3, 3, undefined],
    ],
  );
});

Deno.test("rowsOf - a closed place hides what is below it", () => {
  const rows = rowsOf([office()], { opened: new Map([["office/desk", false]]) });
  assertEquals(rows.map(({ place }) => place), ["office", "office/anna", "office/desk", "office/carl"]);
});

Deno.test("rowsOf - a search shows matches and what is above them, closed or not", () => {
  const rows = rowsOf([office()], { opened: new Map([["office/desk", false]]), test: parseQuery("out") });
  assertEquals(rows.map(({ place, matches }) => [place, matches]), [
    ["office", false],
    ["office/desk", false],
    ["office/desk/out", true],
  ]);
});

Deno.test("rowsOf - of many siblings the first are shown, and how many there are besides", () => {
  const children = Array.from({ length: MOST_SIBLINGS + 7 }, (_, at) => worker(`pool/w${at}`, at + 2));
  const pool = [supervisor("pool", 1, { children })];
  const last = rowsOf(pool, { opened: NONE }).at(-1);
  assertEquals([last?.place, last?.node, last?.more, last?.siblings], [`pool${MORE}`, undefined, 7, MOST_SIBLINGS + 1]);
  assertEquals(rowsOf(pool, { opened: new Map([[`pool${MORE}`, true]]) }).length, children.length + 1);
});

Deno.test("rowsOf - what is deep begins closed", () => {
  const deep = supervisor("a", 1, {
    children: [supervisor("a/b", 2, {
      children: [supervisor("a/b/c", 3, {
        children: [supervisor("a/b/c/d", 4, {
          children: [supervisor("a/b/c/d/e", 5, { children: [worker("a/b/c/d/e/f", 6)] })],
        })],
      })],
    })],
  });
  assertEquals(rowsOf([deep], { opened: NONE }).at(-1)?.place, "a/b/c/d/e");
});
