import { assertEquals } from "@std/assert";
import { findBrowser } from "./browser.ts";

Deno.test("findBrowser: what is named comes first, what is not there is passed over", async () => {
  const before = Deno.env.get("PUPPETEER_EXECUTABLE_PATH");
  try {
    Deno.env.set("PUPPETEER_EXECUTABLE_PATH", Deno.execPath());
    assertEquals(await findBrowser(), Deno.execPath());
  } finally {
    if (before === undefined) Deno.env.delete("PUPPETEER_EXECUTABLE_PATH");
    else Deno.env.set("PUPPETEER_EXECUTABLE_PATH", before);
  }
});
