import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Page } from "npm:puppeteer-core@^25";
import { findBrowser } from "../.ci/lib/browser.ts";
import { TestBrowser } from "./testdata/browser.ts";
import { Command } from "./testdata/command.ts";

const browserPath = await findBrowser();
if (browserPath === undefined) {
  console.error("NOT RUN: monitor_browser_test.ts found no browser. Install Chromium, or set CHROME_PATH");
}

/** The command with its traffic held, so that nothing moves but what a test moves; and a browser beside it. */
function browserTest(name: string, body: (at: { address: string; browser: TestBrowser }) => Promise<void>): void {
  Deno.test({
    name,
    ignore: browserPath === undefined,
    fn: async () => {
      await using command = new Command();
      const address = await command.address();
      const processes: { pid: string; name: string }[] = await (await fetch(`${address}/api/v1/processes`)).json();
      for (const { pid } of processes.filter(({ name }) => ["arrivals", "chatter", "mishaps"].includes(name))) {
        const held = await fetch(`${address}/api/v1/processes/${encodeURIComponent(pid)}/suspend`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: "{}",
        });
        await held.body?.cancel();
      }
      await using browser = await TestBrowser.launch(browserPath!);
      await body({ address, browser });
      assertEquals(browser.complaints, []);
    },
  });
}

/** The pid that a place shows. */
function pidAt(page: Page, place: string): Promise<string> {
  return page.$eval(`[data-place="${place}"] .pid`, (element) => element.textContent ?? "");
}

/** Waits until a place shows another process than before, and its restart is no longer being shown. */
async function replaced(page: Page, place: string, before: string): Promise<string> {
  await page.waitForFunction(
    (place, before) => {
      const card = document.querySelector(`[data-place="${place}"]`);
      const pid = card?.querySelector(".pid")?.textContent;
      return pid?.startsWith("<") && pid !== before && !card?.className.includes("phase-");
    },
    {},
    place,
    before,
  );
  return await pidAt(page, place);
}

/** Where every card is, once the picture has come to rest. */
async function boxes(page: Page): Promise<Record<string, number[]>> {
  await page.waitForFunction(() => document.getAnimations().length === 0);
  return await page.$$eval(".view-picture [data-place]", (cards) =>
    Object.fromEntries(cards.map((card) => {
      const { x, y, width, height } = card.getBoundingClientRect();
      return [card.getAttribute("data-place"), [x, y, width, height]];
    })));
}

browserTest("monitor - a kill is counted in its place, its sibling goes along, and nothing moves", async (at) => {
  const page = await at.browser.open(`${at.address}/supervisors`);
  const [moderator, server] = ["chat/rooms/lobby/moderator", "chat/rooms/lobby/server"] as const;
  const before = {
    boxes: await boxes(page),
    moderator: await pidAt(page, moderator),
    server: await pidAt(page, server),
  };
  await page.click(`[data-place="${moderator}"]`);
  await page.waitForSelector(".inspector");
  await page.locator(".actions .danger").click();
  await page.waitForSelector("dialog[open] .plan");
  await page.locator("dialog .danger-full").click();
  const now = await replaced(page, moderator, before.moderator);
  assertNotEquals(await replaced(page, server, before.server), before.server);
  assertEquals(await boxes(page), before.boxes);
  const restarts = await page.$eval(`[data-place="${moderator}"] .badge`, (badge) => badge.textContent);
  assert(restarts?.trim().endsWith("1"), `${restarts}`);
  assertEquals(await page.$eval("[data-testid=inspector-pid]", (element) => element.textContent), now);
  const event = await page.$eval(".event", (element) => element.textContent);
  assert(event?.includes(before.moderator) && event.includes("killed") && event.includes(now), `${event}`);
  const others = await page.$$eval("[data-place$='/music/server'] .badge", (badges) => badges.length);
  assertEquals(others, 0);
});

browserTest("monitor - one that spins is stopped and started again, and all else goes on", async (at) => {
  const page = await at.browser.open(`${at.address}/supervisors`);
  const [moderator, server, music] = ["lobby/moderator", "lobby/server", "music/server"].map((each) =>
    `chat/rooms/${each}`
  );
  const before = await Promise.all([moderator, server, music].map((place) => pidAt(page, place!)));
  await page.click(`[data-place="${server}"]`);
  await page.locator(".actions button ::-p-text(Spin)").click();
  await replaced(page, server!, before[1]!);
  await page.waitForFunction(() => document.querySelector(".event")?.textContent?.includes("turn_limit"));
  assertNotEquals(await replaced(page, moderator!, before[0]!), before[0], "one_for_all");
  assertEquals(await pidAt(page, music!), before[2]);
  assertEquals(await page.$eval(".result", (result) => result.textContent), "Told server to spin");
});

browserTest("monitor - everything can be done by keys alone", async (at) => {
  const page = await at.browser.open(`${at.address}/supervisors`);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-place") ?? "");
  for (let tabs = 0; await focused() === ""; tabs++) {
    assert(tabs < 30, "Tab reaches the tree");
    await page.keyboard.press("Tab");
  }
  assertEquals(await focused(), "chat");
  await page.keyboard.press("ArrowDown");
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-place") === "chat/history");
  const before = await pidAt(page, "chat/history");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".inspector");
  await page.keyboard.press("x");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector("dialog") === null);
  assertEquals(await focused(), "chat/history");
  await page.keyboard.press("x");
  await page.waitForSelector("dialog[open]");
  await page.keyboard.press("Enter");
  await replaced(page, "chat/history", before);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelector(".inspector") === null);
  await page.waitForFunction(() => document.activeElement?.getAttribute("data-place") === "chat/history");
  await page.keyboard.press("/");
  await page.keyboard.type("moderator");
  await page.waitForFunction(() => document.querySelectorAll(".view-picture .card mark").length >= 3);
  assertEquals(await page.$$eval(".view-picture .card-worker", (cards) => cards.length), 3);
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => document.querySelectorAll(".view-picture .card").length > 10);
});

browserTest("monitor - the list is there without JavaScript, and on a narrow screen nothing is cut off", async (at) => {
  const still = await at.browser.open(`${at.address}/supervisors`, { script: false });
  const list = await still.$(".view-list");
  assert(await list?.isVisible());
  assertEquals(await (await still.$(".view-picture"))?.isVisible(), false);
  const phone = await at.browser.open(`${at.address}/supervisors`, { width: 360, height: 780 });
  assert(await (await phone.$(".view-list"))?.isVisible());
  assertEquals(await phone.evaluate(() => document.documentElement.scrollWidth), 360);
});
