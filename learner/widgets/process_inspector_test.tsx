import { assert, assertEquals } from "@std/assert";
import { Page } from "../testdata/dom.ts";
import { inspection } from "../testdata/inspection.ts";
import { turns, watchOffice } from "../testdata/monitor.ts";
import { changed, pid } from "../testdata/nodes.ts";
import { ProcessInspector } from "./process_inspector.tsx";

Deno.test("ProcessInspector - shows facts and state of the selected process, as text", async () => {
  using at = watchOffice();
  await using page = new Page();
  at.source.inspection = inspection(pid(2), '{ html: "<img src=x onerror=alert(1)>" }');
  let closed = 0;
  await page.show(<ProcessInspector model={at.model} onClose={() => void closed++} />);
  assertEquals(page.root.textContent, "");
  await page.do(async () => {
    at.model.tree.select("office/anna");
    await at.clock.advance(0, turns);
  });
  assertEquals(page.find("[data-testid=inspector-pid]").textContent, "<0.2.0>");
  assertEquals(page.find("pre.value").textContent, '{ html: "<img src=x onerror=alert(1)>" }');
  assertEquals(page.root.querySelector("img"), null);
  await page.do(() => page.button("office").click());
  assertEquals(at.model.tree.selected.value, "office");
  await page.do(() => page.find("[aria-label='Close the inspector']").click());
  assertEquals(closed, 1);
});

Deno.test("ProcessInspector - does what its buttons say, and shows what became of it", async () => {
  using at = watchOffice();
  await using page = new Page();
  at.model.tree.select("office/anna");
  await page.show(<ProcessInspector model={at.model} onClose={() => {}} />);
  await page.do(() => page.button("Suspend").click());
  assertEquals(page.find(".result").textContent, "Suspended anna");
  await page.do(() => at.source.show(changed(at.source.forest, "office/anna", { status: "suspended" })));
  await page.do(() => page.button("Resume").click());
  await page.do(() => page.button("Restart").click());
  await page.do(() => page.button("Kill…").click());
  assertEquals(at.source.asked.filter((what) => !what.startsWith("inspect")), [
    "suspend <0.2.0>",
    "resume <0.2.0>",
    "restart office/anna",
  ]);
  assertEquals(at.model.commands.asking.value?.pid, pid(2));
});

Deno.test("ProcessInspector - lets spin only who can", async () => {
  using at = watchOffice();
  await using page = new Page();
  const names = () => [...page.root.querySelectorAll(".actions button")].map(({ textContent }) => textContent);
  at.model.tree.select("office/anna");
  at.source.inspection = inspection(pid(2));
  await page.show(<ProcessInspector model={at.model} onClose={() => {}} />);
  await page.do(() => at.clock.advance(0, turns));
  assertEquals(names(), ["Kill…", "Restart", "Suspend"]);
  const { info, ...rest } = inspection(pid(2));
  at.source.inspection = { ...rest, info: { ...info, casts: ["hear", "spin"] } };
  await page.do(() => at.model.inspection.refresh());
  assertEquals(names(), ["Kill…", "Restart", "Suspend", "Spin"]);
  await page.do(() => page.button("Spin").click());
  assertEquals(at.source.asked.at(-1), "cast spin to <0.2.0>");
});

Deno.test("ProcessInspector - of a place without a process nothing can be killed", async () => {
  using at = watchOffice();
  await using page = new Page();
  at.source.show(changed(at.source.forest, "office/anna", { pid: undefined, status: "stopped" }));
  at.model.tree.select("office/anna");
  await page.show(<ProcessInspector model={at.model} onClose={() => {}} />);
  assert(page.button("Kill…").disabled && page.button("Suspend").disabled);
});

Deno.test("ProcessInspector - a root cannot be restarted, since nobody would", async () => {
  using at = watchOffice();
  await using page = new Page();
  at.model.tree.select("office");
  await page.show(<ProcessInspector model={at.model} onClose={() => {}} />);
  assert(page.button("Restart").disabled);
  assert(page.root.textContent?.includes("rest_for_one"));
});

Deno.test("ProcessInspector - says of a place that is no more that it is gone, and can be closed", async () => {
  using at = watchOffice();
  await using page = new Page();
  let closed = 0;
  at.model.tree.select("office/sandbox:tax~1supervisor");
  await page.show(<ProcessInspector model={at.model} onClose={() => void closed++} />);
  assertEquals(page.find("h2").textContent, "sandbox:tax/supervisor");
  assert(page.root.textContent?.includes("not in the tree any more"));
  await page.do(() => page.find("[aria-label='Close the inspector']").click());
  assertEquals(closed, 1);
});
