import { assert, assertEquals } from "@std/assert";
import { Page } from "../testdata/dom.ts";
import { watchOffice } from "../testdata/monitor.ts";
import { fit, SupervisionTree } from "./supervision_tree.tsx";

Deno.test("SupervisionTree - both renderings at first, then the one that is wanted", async () => {
  using at = watchOffice();
  await using page = new Page();
  await page.show(<SupervisionTree model={at.model} />);
  assertEquals(page.root.querySelectorAll("[role=tree]").length, 2);
  await page.do(() => void (at.model.shape.value = "list"));
  assertEquals(page.root.querySelectorAll(".view-list [role=tree]").length, 1);
  assertEquals(page.root.querySelector(".view-picture"), null);
  await page.do(() => void (at.model.shape.value = "picture"));
  assertEquals(page.root.querySelector(".view-list"), null);
});

Deno.test("SupervisionTree - says why nothing is to be seen", async () => {
  using at = watchOffice();
  await using page = new Page();
  await page.show(<SupervisionTree model={at.model} />);
  await page.do(() => void (at.model.tree.query.value = "nobody"));
  assert(page.root.textContent?.includes("Nothing matches the search"));
  await page.do(() => {
    at.model.tree.query.value = "";
    at.source.show([]);
  });
  assert(page.root.textContent?.includes("No supervisor is running"));
});

Deno.test("fit - as large as there is room for, but never too small to be read", () => {
  using at = watchOffice();
  const frame = (width: number, height: number) =>
    ({ clientWidth: width, clientHeight: height, style: {} }) as unknown as HTMLElement;
  const style = globalThis.getComputedStyle;
  globalThis.getComputedStyle = () =>
    ({ paddingLeft: "0px", paddingRight: "0px", paddingTop: "0px", paddingBottom: "0px" }) as CSSStyleDeclaration;
  try {
    fit(at.model, frame(5000, 5000));
    assertEquals(at.model.zoom.value, 1);
    fit(at.model, frame(100, 100));
    assertEquals(at.model.zoom.value, 0.75);
    fit(at.model, frame(5000, 5000));
    assertEquals(at.model.zoom.value, 0.75);
    fit(at.model, frame(5000, 5000), { anew: true });
    assertEquals(at.model.zoom.value, 1);
    fit(at.model, frame(100, 100));
    fit(at.model, null);
    assertEquals(at.model.zoom.value, 0.75);
  } finally {
    globalThis.getComputedStyle = style;
  }
});
