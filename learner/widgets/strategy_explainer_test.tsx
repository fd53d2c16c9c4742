import { assertEquals } from "@std/assert";
import { Page } from "../testdata/dom.ts";
import { office, worker } from "../testdata/nodes.ts";
import { StrategyExplainer } from "./strategy_explainer.tsx";

function fates(page: Page): string[] {
  return [...page.root.querySelectorAll(".fate")].map((fate) => fate.textContent ?? "");
}

Deno.test("StrategyExplainer - explains with the real children, beginning in the middle", async () => {
  await using page = new Page();
  await page.show(<StrategyExplainer node={office()} />);
  assertEquals(page.find("h3 code").textContent, "rest_for_one");
  assertEquals(fates(page), ["annagoes on", "deskdies, starts again (1.)", "carlstopped, starts again (2.)"]);
});

Deno.test("StrategyExplainer - shows what the death of another would bring", async () => {
  await using page = new Page();
  await page.show(<StrategyExplainer node={office()} />);
  await page.do(() => page.find(".fate").click());
  assertEquals(fates(page), [
    "annadies, starts again (1.)",
    "deskstopped, starts again (2.)",
    "carlstopped, starts again (3.)",
  ]);
  assertEquals(page.find(".fate").getAttribute("aria-pressed"), "true");
});

Deno.test("StrategyExplainer - has nothing to say of a worker, and little of a supervisor without children", async () => {
  await using page = new Page();
  await page.show(<StrategyExplainer node={worker("a", 1)} />);
  assertEquals(page.root.textContent, "");
  await page.show(<StrategyExplainer node={{ ...office(), children: [] }} />);
  assertEquals(fates(page), []);
});
