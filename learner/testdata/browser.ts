import puppeteer, { type Browser, type Page } from "npm:puppeteer-core@^25";
import { ARGUMENTS } from "../../.ci/lib/browser.ts";

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
