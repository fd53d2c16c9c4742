import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { changed, supervisor, worker } from "../testdata/nodes.ts";
import { watchOffice } from "../testdata/monitor.ts";
import { cardHeight, pictureOf, TreePicture } from "./tree_picture.tsx";

Deno.test("TreePicture - a card for each place, as a tree for readers, with one tab stop", () => {
  using at = watchOffice();
  at.model.tree.select("office/desk");
  const html = renderToString(<TreePicture model={at.model.tree} />);
  assertEquals(html.match(/role="treeitem"/g)?.length, 6);
  assertEquals(html.match(/tabindex="0"/gi)?.length, 1);
  assert(html.includes('data-place="office/desk" aria-expanded="true" aria-selected="true"'));
  assertEquals(html.match(/class="edge edge-/g)?.length, 5);
});

Deno.test("TreePicture - nothing that a process is called becomes markup", () => {
  using at = watchOffice();
  const id = '"><script>alert(1)</script>';
  at.source.show([supervisor("office", 1, { children: [worker("office/x", 2, { id, module: "<b>", name: id })] })]);
  const html = renderToString(<TreePicture model={at.model.tree} />);
  assert(!html.includes("<script") && !html.includes("<b>"));
});

Deno.test("pictureOf - a closed place takes no room for its children", () => {
  using at = watchOffice();
  const { height } = pictureOf(at.model.tree);
  at.model.tree.toggle("office");
  const closed = pictureOf(at.model.tree);
  assertEquals([closed.nodes.length, closed.height < height], [1, true]);
});

Deno.test("cardHeight - supervisors are higher than workers", () => {
  using at = watchOffice();
  const [office, anna] = at.model.tree.rows.value;
  assert(cardHeight(office!) > cardHeight(anna!));
  at.source.show(changed(at.source.forest, "office/anna", { restarts: 1 }));
  assertEquals(cardHeight(at.model.tree.rows.value[1]!), cardHeight(anna!));
});

Deno.test("TreePicture - a root without a name is called by its module, and says that once", () => {
  using at = watchOffice();
  at.source.show([supervisor("<0.1.0>", 1)]);
  const html = renderToString(<TreePicture model={at.model.tree} />);
  assertEquals(html.match(/<span class="card-id" title="Office">Office<\/span>/g)?.length, 1);
  assert(!html.includes('class="module"'));
});
