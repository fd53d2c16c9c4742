import { assertEquals } from "@std/assert";
import { stub } from "@std/testing/mock";
import { findBrowser } from "./browser.ts";

Deno.test("findBrowser: what is named comes first, what is not there is passed over", async () => {
  // Not in the real environment, which tests that start a browser at the same time read.
  using _ = stub(Deno.env, "get", (name) => name === "PUPPETEER_EXECUTABLE_PATH" ? Deno.execPath() : undefined);
  assertEquals(await findBrowser(), Deno.execPath());
});
