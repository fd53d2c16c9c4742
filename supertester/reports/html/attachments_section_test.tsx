import { assertEquals, assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { results } from "../testdata/sample.ts";
import { AttachmentsSection } from "./attachments_section.tsx";

Deno.test("AttachmentsSection: each file is in its link, to be saved under its name", () => {
  const page = renderToString(<AttachmentsSection results={results} />);
  const [, href, name] = /<a href="([^"]+)" download="([^"]+)">/.exec(page)!;
  assertEquals([name, decodeURIComponent(href!.split(",").slice(1).join(","))], [
    "checkout.cpuprofile",
    '{"nodes":[]}',
  ]);
  assertMatch(page, /application\/json, 12 bytes, of checkout meets its SLA › checkout/);
  assertMatch(renderToString(<AttachmentsSection results={[]} />), /No files/);
});

Deno.test("AttachmentsSection: a type or a name that is a trick is none", () => {
  const [result] = results;
  const attachments = [{ name: "../a\\b", mediaType: "text/html,<script>alert(1)</script>", text: "\ud800&" }];
  const page = renderToString(<AttachmentsSection results={[{ ...result!, attachments }]} />);
  assertMatch(page, /href="data:text\/plain;charset=utf-8,%EF%BF%BD%26" download=".._a_b"/);
});
