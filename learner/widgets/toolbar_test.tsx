import { assertEquals } from "@std/assert";
import { Page } from "../testdata/dom.ts";
import { watchOffice } from "../testdata/monitor.ts";
import { Toolbar } from "./toolbar.tsx";

Deno.test("Toolbar - searches, folds, zooms and turns", async () => {
  using at = watchOffice();
  await using page = new Page();
  const did: string[] = [];
  const search = { current: null };
  await page.show(
    <Toolbar
      model={at.model}
      search={search}
      onShape={(shape) => void did.push(shape)}
      onFit={() => void did.push("fit")}
    />,
  );
  await page.type(page.find("input[type=search]"), "anna");
  assertEquals(at.model.tree.query.value, "anna");
  at.model.tree.query.value = "";
  await page.do(() => page.button("Close all").click());
  assertEquals(at.model.tree.rows.value.length, 4);
  await page.do(() => page.button("Open all").click());
  assertEquals(at.model.tree.rows.value.length, 6);
  await page.do(() => page.find("[aria-label=Larger]").click());
  assertEquals(at.model.zoom.value, 1);
  await page.do(() => page.find("[aria-label=Smaller]").click());
  assertEquals(at.model.zoom.value, 0.9);
  await page.do(() => page.button("90 %").click());
  await page.do(() => page.button("List").click());
  assertEquals(did, ["fit", "list"]);
  await page.do(() => page.find("[aria-label='Keys and shapes']").click());
  assertEquals(at.model.helping.value, true);
});
