import { assert, assertEquals } from "@std/assert";
import { Page } from "../testdata/dom.ts";
import { turns, watchOffice } from "../testdata/monitor.ts";
import { changed, pid } from "../testdata/nodes.ts";
import { Monitor } from "./monitor.tsx";

Deno.test("Monitor - a kill is counted, shown in its place, told in the events and said aloud", async () => {
  using at = watchOffice();
  await using page = new Page();
  await page.show(<Monitor model={at.model} />);
  await page.do(() => void (at.model.shape.value = "list"));
  await page.do(() => page.find("[data-place='office/carl']").click());
  await page.press("x", page.find("[data-place='office/carl']"));
  await page.do(() => page.find("dialog form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
  assert(at.source.asked.includes("kill <0.6.0>"));
  await page.do(async () => {
    at.source.tell({ type: "process.exited", pid: pid(6), name: "carl", reason: "killed", crashed: true, handled: 0 });
    at.source.tell({
      type: "child.restarted",
      pid: pid(1),
      child: "carl",
      oldPid: pid(6),
      childPid: pid(9),
      restarts: 1,
      reason: "killed",
      cause: "carl",
    });
    at.source.show(changed(at.source.forest, "office/carl", { pid: pid(9), restarts: 1 }));
    await at.clock.advance(2000, turns);
  });
  assertEquals(page.find("[data-place='office/carl'] .pid").textContent, "<0.9.0>");
  assert(page.find("[data-place='office/carl'] .badge").textContent?.endsWith("1"));
  assert(page.find(".event-line").textContent?.startsWith("carl <0.6.0>"));
  assertEquals(page.find("[role=status]").textContent, "carl crashed, carl restarted");
  assertEquals(page.find("[data-testid=inspector-pid]").textContent, "<0.9.0>");
});

Deno.test("Monitor - a key turns the picture into a list, and the choice is told", async () => {
  using at = watchOffice();
  await using page = new Page();
  const chosen: string[] = [];
  await page.show(<Monitor model={at.model} onShape={(shape) => void chosen.push(shape)} />);
  await page.press("v", document.body);
  await page.press("v", document.body);
  assertEquals(chosen, ["list", "picture"]);
  await page.press("?", document.body);
  assertEquals(page.find("#help-title").textContent, "Keys and shapes");
});

Deno.test("Monitor - hears no key when it is gone", async () => {
  using at = watchOffice();
  {
    await using page = new Page();
    await page.show(<Monitor model={at.model} />);
    await page.show(null);
    await page.press("?", document.body);
  }
  assertEquals(at.model.helping.value, false);
});

Deno.test("Monitor - the focus goes where it is sent at once, and is not taken from where somebody put it later", async () => {
  using at = watchOffice();
  await using page = new Page();
  await page.show(<Monitor model={at.model} />);
  await page.do(() => void (at.model.shape.value = "list"));
  const carl = page.find("[data-place='office/carl']");
  Object.defineProperty(carl, "offsetParent", { value: document.body });
  await page.do(() => carl.click());
  const search = page.find("input[type=search]");
  await page.do(() => {
    page.root.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
    assert(document.activeElement === carl);
    search.focus();
  });
  assert(document.activeElement === search);
});
