import chromium from "npm:@sparticuz/chromium@^153";

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

/** A browser for tests: one that is named, one that is installed, or the one that comes with a package. */
export async function findBrowser(): Promise<string | undefined> {
  const named = Deno.env.get("PUPPETEER_EXECUTABLE_PATH") ?? Deno.env.get("CHROME_PATH");
  for (const path of [named, ...PLACES]) {
    if (path !== undefined && await Deno.stat(path).then(() => true, () => false)) return path;
  }
  return await chromium.executablePath().catch(() => undefined);
}
