import { assertEquals } from "@std/assert";
import puppeteer from "npm:puppeteer-core@^25";
import { ARGUMENTS, findBrowser } from "../.ci/lib/browser.ts";

const browserPath = await findBrowser();
if (browserPath === undefined) {
  console.error("NOT RUN: system_browser_test.ts found no browser. Install Chromium, or set CHROME_PATH");
}

/** The program of a page in one file, as a browser loads it. */
async function bundle(entry: string): Promise<string> {
  const args = ["bundle", "--quiet", "--platform", "browser", "--lock=.ci/tests.lock", entry];
  const cwd = new URL("../", import.meta.url);
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd }).output();
  if (!success) throw new Error(`Cannot bundle ${entry}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

Deno.test({
  name: "System - lives in a page: servers, a crash, its restart, and an hour of virtual time",
  ignore: browserPath === undefined,
  fn: async () => {
    const script = await bundle("learner/testdata/system_in_page.ts");
    await using browser = await puppeteer.launch({ executablePath: browserPath!, args: ARGUMENTS });
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    await page.setContent("<!doctype html><title></title>");
    await page.addScriptTag({ content: script, type: "module" });
    await page.waitForFunction(() => document.title !== "");
    assertEquals(JSON.parse(await page.title()), {
      before: 42,
      after: 1,
      restarts: 1,
      processes: 3,
      hourLater: "an hour later",
    });
    assertEquals(complaints, []);
  },
});
