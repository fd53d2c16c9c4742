import { assert, assertEquals } from "@std/assert";
import { pid } from "../testdata/nodes.ts";
import { Page } from "../testdata/dom.ts";
import { watchOffice } from "../testdata/monitor.ts";
import { HistoryList } from "./history_list.tsx";

Deno.test("HistoryList - tells who died of what, who was started again, and leads to the place", async () => {
  using at = watchOffice();
  await using page = new Page();
  const chosen: string[] = [];
  await page.show(<HistoryList model={at.model.history} onChoose={(place) => void chosen.push(place)} />);
  assert(page.root.textContent?.includes("Nothing has happened"));
  await page.do(() => {
    at.source.tell({ type: "process.exited", pid: pid(4), reason: "<i>killed</i>", crashed: true, handled: 0 });
    for (const [child, from, to] of [["in", 4, 40], ["out", 5, 41]] as const) {
      at.source.time += 0.125;
      at.source.tell({
        type: "child.restarted",
        pid: pid(3),
        child,
        oldPid: pid(from),
        childPid: pid(to),
        restarts: 1,
        reason: "<i>killed</i>",
        cause: "in",
      });
    }
  });
  assertEquals(page.find(".event-line").textContent, "in <0.4.0> <i>killed</i>");
  assertEquals(page.find(".event-more").textContent, "started again: in <0.40.0>, out <0.41.0> in 0.25 ms");
  await page.do(() => page.button("in").click());
  assertEquals(chosen, ["office/desk/in"]);
  await page.do(() => page.button("Clear").click());
  assertEquals(page.root.querySelector(".event"), null);
});
