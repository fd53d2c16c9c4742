import { assert, assertEquals } from "@std/assert";
import { flatten, wholePatch } from "../sources/forest_patch.ts";
import type { SnapshotMessage } from "../sources/wire.ts";
import { changed, office } from "../testdata/nodes.ts";
import { supervisorsPage } from "./supervisors.tsx";

const OPTIONS = {
  assets: { styles: "/s.css", theme: "/t.js", client: "/c.js", icon: "/i.svg" },
  events: "/monitor/events",
  operations: "/api/v1",
};

function page(forest = [office()]): string {
  const snapshot: SnapshotMessage = { clockOffset: 0, resumed: false, patch: wholePatch(flatten(forest)) };
  return supervisorsPage(snapshot, OPTIONS);
}

Deno.test("supervisorsPage - is a whole document that can be read without JavaScript", () => {
  const html = page();
  assert(html.startsWith("<!doctype html><html"));
  for (const word of ["rest_for_one", "office/desk/out", "&lt;0.6.0>", "Clerk"]) assert(html.includes(word), word);
  assertEquals(html.match(/role="tree"/g)?.length, 2);
});

Deno.test("supervisorsPage - what a process is called is text, in the markup and in the data", () => {
  const html = page(changed([office()], "office/anna", { module: "</script><img src=x>", id: "<b>anna</b>" }));
  assertEquals(html.includes("<img") || html.includes("<b>"), false);
  assertEquals(html.match(/<\/script>/g)?.length, 3);
});
