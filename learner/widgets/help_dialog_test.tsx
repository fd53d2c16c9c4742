import { assert, assertEquals } from "@std/assert";
import { LOOK_WORDS } from "../models/look.ts";
import { Page } from "../testdata/dom.ts";
import { watchOffice } from "../testdata/monitor.ts";
import { HelpDialog } from "./help_dialog.tsx";

Deno.test("HelpDialog - tells the keys and every shape, and closes", async () => {
  using at = watchOffice();
  await using page = new Page();
  await page.show(<HelpDialog model={at.model} />);
  assertEquals(page.root.innerHTML, "");
  await page.do(() => void (at.model.helping.value = true));
  const { textContent } = page.find("dialog");
  for (const word of Object.values(LOOK_WORDS)) assert(textContent?.includes(word), word);
  await page.do(() => page.find("dialog").dispatchEvent(new Event("close")));
  assertEquals([at.model.helping.value, page.root.innerHTML], [false, ""]);
});
