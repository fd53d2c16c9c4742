import { assert, assertEquals } from "@std/assert";
import axe from "npm:axe-core@^4";
import puppeteer, { type Page } from "npm:puppeteer-core@^25";
import { ARGUMENTS, findBrowser } from "../../../.ci/lib/browser.ts";
import { reportOf, testRecord } from "../testdata/records.ts";
import { sampleReport } from "../testdata/sample.ts";
import { writeJunit } from "../write_junit.ts";
import { writeHtml } from "./write_html.tsx";

const browserPath = await findBrowser();
if (browserPath === undefined) {
  console.error("NOT RUN: write_html_browser_test.ts found no browser. Install Chromium, or set CHROME_PATH");
}

const LOOKS = [
  { width: 1280, scheme: "light" },
  { width: 1280, scheme: "dark" },
  { width: 390, scheme: "light" },
  { width: 390, scheme: "dark" },
] as const;

interface Opened {
  readonly page: Page;
  readonly complaints: string[];
  readonly look: (look: typeof LOOKS[number]) => Promise<void>;
}

/** Opens a report from a file, as its reader does. */
function pageTest(name: string, { html, body }: { html: () => string; body: (opened: Opened) => Promise<void> }): void {
  Deno.test({
    name,
    ignore: browserPath === undefined,
    fn: async () => {
      const path = await Deno.makeTempFile({ suffix: ".html" });
      await Deno.writeTextFile(path, html());
      const browser = await puppeteer.launch({ executablePath: browserPath!, args: ARGUMENTS });
      try {
        const page = await browser.newPage();
        const complaints: string[] = [];
        page.on("console", (message) => complaints.push(message.text()));
        page.on("pageerror", (error) => complaints.push(String(error)));
        page.on("request", (request) => {
          if (!request.url().startsWith("file:")) complaints.push(`asked for ${request.url()}`);
        });
        const look: Opened["look"] = async ({ width, scheme }) => {
          await page.setViewport({ width, height: 800 });
          await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
          await page.goto(`file://${path}`);
        };
        await body({ page, complaints, look });
        assertEquals(complaints, []);
      } finally {
        await browser.close();
        await Deno.remove(path);
      }
    },
  });
}

/** What axe finds wrong. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { found, passes } = await page.evaluate(`axe.run().then(({ violations, passes }) => ({
    found: violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ": " + node.target)),
    passes: passes.length,
  }))`) as { found: string[]; passes: number };
  assert(passes > 20, `axe looked at ${passes} rules only`);
  return found;
}

pageTest("writeHtml: axe finds nothing, and nothing is wider than the page, wide and narrow, light and dark", {
  html: () => writeHtml(sampleReport),
  body: async ({ page, look }) => {
    const grounds = new Set<unknown>();
    for (const one of LOOKS) {
      await look(one);
      await page.$$eval("details", (all) => all.forEach((details) => details.open = true));
      assertEquals(await violations(page), [], `${one.width} ${one.scheme}`);
      assertEquals(await page.evaluate("document.documentElement.scrollWidth"), one.width);
      grounds.add(await page.evaluate("getComputedStyle(document.body).backgroundColor"));
    }
    assertEquals(grounds.size, 2);
  },
});

pageTest("writeHtml: by keyboard from the skip link to a search, and a failure found", {
  html: () => writeHtml(sampleReport),
  body: async ({ page, look }) => {
    await look(LOOKS[0]);
    const focused = () =>
      page.evaluate("document.activeElement.id || document.activeElement.className || document.activeElement.name");
    await page.keyboard.press("Tab");
    assertEquals(await focused(), "skip");
    await page.keyboard.press("Enter");
    assertEquals(await focused(), "main");
    await page.keyboard.press("/");
    assertEquals(await focused(), "text");
    await page.keyboard.type("not equal");
    const shown = await page.$$eval("[data-test]", (tests) => tests.filter((test) => test.checkVisibility()).length);
    assertEquals(shown, 1);
    assertEquals(await page.$eval("[data-shown]", (status) => status.textContent), "1 of 7 shown");
    await page.keyboard.press("Tab");
    await page.keyboard.press("ArrowRight");
    assertEquals(
      await page.$eval("[name=outcome]:checked", (radio) => (radio as unknown as { value: string }).value),
      "failed",
    );
  },
});

pageTest("writeHtml: no markup of a name is a script, and without scripts all is there to be read", {
  html: () => writeHtml(reportOf({ tests: [testRecord({ name: "<img src=x onerror=document.title='broken'>" })] })),
  body: async ({ page, look }) => {
    await look(LOOKS[0]);
    assertEquals(await page.title(), "passed: Tests");
    assertEquals(await page.$$eval("img", (found) => found.length), 0);
    await page.setJavaScriptEnabled(false);
    await look(LOOKS[0]);
    assert(await page.$eval("[data-test]", (test) => test.checkVisibility()));
    assertEquals(await page.$eval("[data-filter]", (form) => form.checkVisibility()), false);
  },
});

pageTest("writeHtml: five thousand tests are searched at once", {
  html: () =>
    writeHtml(reportOf({
      tests: Array.from({ length: 5_000 }, (_, n) =>
        testRecord({ id: `${n}`, file: `f${n % 50}_test.ts`, name: `test number ${n}` })),
    })),
  body: async ({ page, look }) => {
    await look(LOOKS[0]);
    await page.type("[name=text]", "number 4999");
    assertEquals(await page.$eval("[data-shown]", (status) => status.textContent), "1 of 5000 shown");
  },
});

pageTest("writeJunit: a browser's parser takes what it writes for XML", {
  html: () => writeHtml(reportOf({})),
  body: async ({ page, look }) => {
    await look(LOOKS[0]);
    const found = await page.evaluate((xml) => {
      const read = new DOMParser().parseFromString(xml, "application/xml");
      return [read.querySelectorAll("parsererror").length, read.querySelectorAll("testcase").length];
    }, writeJunit(sampleReport));
    assertEquals(found, [0, 12]);
  },
});
