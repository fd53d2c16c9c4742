import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { MORE, MOST_SIBLINGS } from "../models/tree_rows.ts";
import { supervisor, worker } from "../testdata/nodes.ts";
import { watchOffice } from "../testdata/monitor.ts";
import { TreeList } from "./tree_list.tsx";

Deno.test("TreeList - a row for each place, with level, position and whether it is open", () => {
  using at = watchOffice();
  const html = renderToString(<TreeList model={at.model.tree} />);
  assertEquals(html.match(/role="treeitem"/g)?.length, 6);
  assertEquals(html.match(/aria-level="3"/g)?.length, 2);
  assert(
    /aria-level="2" aria-posinset="2" aria-setsize="3"[^>]*data-place="office\/desk"[^>]*aria-expanded="true"/.test(
      html,
    ),
  );
  assert(html.includes("one_for_all") && html.includes("&lt;0.6.0>"));
});

Deno.test("TreeList - says how many it does not show", () => {
  using at = watchOffice();
  const children = Array.from({ length: MOST_SIBLINGS + 9 }, (_, number) => worker(`office/w${number}`, number + 2));
  at.source.show([supervisor("office", 1, { children })]);
  const html = renderToString(<TreeList model={at.model.tree} />);
  assert(html.includes("and 9 more") && html.includes(`data-place="office${MORE}"`));
});
