import { assert, assertEquals } from "@std/assert";
import { PAGE_HEADERS } from "./page_headers.ts";

Deno.test("PAGE_HEADERS - no script runs that is not a file of ours, and nobody frames a page", () => {
  const policy = PAGE_HEADERS["content-security-policy"]!;
  const rule = (name: string) => policy.split("; ").find((each) => each.startsWith(`${name} `));
  assertEquals(rule("script-src"), "script-src 'self'");
  assertEquals(rule("default-src"), "default-src 'none'");
  assertEquals(rule("frame-ancestors"), "frame-ancestors 'none'");
  assert(!policy.includes("unsafe-eval"));
});
