import chromium from "npm:@sparticuz/chromium@^153";
import puppeteer, { type Browser, type Page } from "npm:puppeteer-core@^25";

/** Places where systems keep a browser of the kind. */
const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** How a browser is started here. */
export const ARGUMENTS: string[] = [
  "--no-sandbox",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

/** A browser: one that is named, one that is installed, or the one that comes with a package. */
export async function findBrowser(): Promise<string | undefined> {
  const named = Deno.env.get("PUPPETEER_EXECUTABLE_PATH") ?? Deno.env.get("CHROME_PATH");
  for (const path of [named, ...PLACES]) {
    if (path !== undefined && await Deno.stat(path).then(() => true, () => false)) return path;
  }
  return await chromium.executablePath().catch(() => undefined);
}

/** A browser for one test. */
export class TestBrowser implements AsyncDisposable {
  readonly #browser: Browser;
  /** What pages complained of. */
  readonly complaints: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async launch(executablePath: string): Promise<TestBrowser> {
    return new TestBrowser(await puppeteer.launch({ executablePath, args: ARGUMENTS }));
  }

  /** Opens a page, and waits until it is alive. */
  async open(url: string, options: { width?: number; height?: number; script?: boolean } = {}): Promise<Page> {
    const { width = 1440, height = 900, script = true } = options;
    const page = await this.#browser.newPage();
    page.on("console", (message) => {
      if (message.type() === "error" || message.type() === "warn") this.complaints.push(message.text());
    });
    page.on("pageerror", (error) => this.complaints.push(String(error)));
    await page.setViewport({ width, height });
    await page.setJavaScriptEnabled(script);
    await page.goto(url);
    if (script) {
      await page.waitForSelector("#monitor[data-ready]");
      await page.waitForSelector(".connection-live");
    }
    return page;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close();
  }
}
