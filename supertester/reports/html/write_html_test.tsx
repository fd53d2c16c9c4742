import { assert, assertEquals, assertMatch } from "@std/assert";
import { createHash } from "node:crypto";
import { reportOf, testRecord } from "../testdata/records.ts";
import { sampleReport } from "../testdata/sample.ts";
import { writeHtml } from "./write_html.tsx";

Deno.test("writeHtml: one page that loads nothing and runs its own script only", () => {
  const page = writeHtml(sampleReport);
  assert(page.startsWith("<!doctype html>\n<html lang"));
  const urls = [...page.matchAll(/(?:src|href|action)="([^"]*)"/g)].map(([, url]) => url!);
  assertEquals(urls.filter((url) => !url.startsWith("#") && !url.startsWith("data:")), []);
  const scripts = [...page.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map(([, script]) => script!);
  assertEquals(scripts.length, 1);
  const hash = createHash("sha256").update(scripts[0]!).digest("base64");
  assert(page.includes(`script-src &#39;sha256-${hash}&#39;`) || page.includes(`script-src 'sha256-${hash}'`));
  assertMatch(page, /default-src (&#39;|')none/);
});

Deno.test("writeHtml: the page has nothing that no page can hold", () => {
  const page = writeHtml(sampleReport);
  // deno-lint-ignore no-control-regex -- control characters are what must not be there
  assertEquals(page.match(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g), null);
  assert(page.isWellFormed());
});

Deno.test("writeHtml: places that are empty are left out, but tests and flakes", () => {
  const page = writeHtml(reportOf({ tests: [testRecord({})] }));
  assertEquals([...page.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id), ["tests", "flakes"]);
  assertMatch(page, /<title>passed: Tests<\/title>/);
  const whole = writeHtml(sampleReport);
  assertEquals([...whole.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id), [
    "problems",
    "tests",
    "flakes",
    "simulations",
    "chaos",
    "performance",
    "other",
    "attachments",
  ]);
  assertMatch(whole, /<a href="#simulations">Simulations <b>2<\/b><\/a>/);
});
