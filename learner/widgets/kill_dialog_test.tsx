import { assert, assertEquals } from "@std/assert";
import { Page } from "../testdata/dom.ts";
import { watchOffice } from "../testdata/monitor.ts";
import { changed, pid } from "../testdata/nodes.ts";
import { KillDialog } from "./kill_dialog.tsx";

Deno.test("KillDialog - says what will follow, and kills", async () => {
  using at = watchOffice();
  await using page = new Page();
  await page.show(<KillDialog model={at.model} />);
  assertEquals(page.root.querySelector("dialog"), null);
  await page.do(() => at.model.commands.askKill(at.model.tree.node("office/desk/in")!));
  assertEquals(page.find("h2").textContent, "Kill in <0.4.0>?");
  assertEquals([...page.root.querySelectorAll(".plan li")].map((line) => line.textContent), [
    "desk is one_for_all.",
    "It stops out.",
    "It starts again, in this order: in and out.",
    "After that it has 2 restarts left.",
  ]);
  await page.do(() => page.find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
  assertEquals(at.source.asked, ["kill <0.4.0>"]);
  assertEquals(page.root.querySelector("dialog"), null);
});

Deno.test("KillDialog - gives the focus back to who asked", async () => {
  using at = watchOffice();
  await using page = new Page();
  await page.show(
    <>
      <button type="button">Asks</button>
      <KillDialog model={at.model} />
    </>,
  );
  page.button("Asks").focus();
  await page.do(() => at.model.commands.askKill(at.model.tree.node("office/anna")!));
  const dialog = page.find("dialog") as HTMLDialogElement;
  assertEquals([dialog.open, document.activeElement?.textContent], [true, "Kill"]);
  await page.do(() => page.button("Leave it").click());
  assertEquals([dialog.open, document.activeElement?.textContent], [false, "Asks"]);
});

Deno.test("KillDialog - asks for the name where a tree goes along", async () => {
  using at = watchOffice();
  await using page = new Page();
  await page.show(<KillDialog model={at.model} />);
  await page.do(() => at.model.commands.askKill(at.model.tree.node("office/desk")!));
  assert(page.root.textContent?.includes("With it die the 2 processes below it"));
  assert(page.button("Kill").disabled);
  await page.do(() => page.find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
  assertEquals(at.source.asked, []);
  await page.type(page.find("input"), "desk");
  assertEquals(page.button("Kill").disabled, false);
  await page.do(() => page.button("Leave it").click());
  assertEquals([at.source.asked, at.model.commands.asking.value], [[], undefined]);
});

Deno.test("KillDialog - kills a root by force, since its name was typed", async () => {
  using at = watchOffice();
  await using page = new Page();
  await page.show(<KillDialog model={at.model} />);
  await page.do(() => at.model.commands.askKill(at.model.tree.node("office")!));
  assert(page.button("Kill").disabled);
  await page.type(page.find("input"), "office");
  await page.do(() => page.find("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
  assertEquals(at.source.asked, ["kill <0.1.0> by force"]);
});

Deno.test("KillDialog - says so when the process has died by itself meanwhile", async () => {
  using at = watchOffice();
  await using page = new Page();
  await page.show(<KillDialog model={at.model} />);
  await page.do(() => at.model.commands.askKill(at.model.tree.node("office/anna")!));
  await page.do(() => at.source.show(changed(at.source.forest, "office/anna", { pid: pid(9) })));
  assert(page.root.textContent?.includes("It has died by itself meanwhile; <0.9.0> is in its place now."));
});
