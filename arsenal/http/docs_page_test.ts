import { assertEquals, assertStringIncludes } from "@std/assert";
import { z } from "zod";
import { defineOperation } from "../operations/define_operation.ts";
import { docsPage } from "./docs_page.ts";

const thing = defineOperation({
  name: "killThing",
  method: "DELETE",
  path: "/things/{id}",
  summary: "Kill <b>it</b>",
  query: z.object({ force: z.boolean().default(false) }),
  response: z.unknown(),
  permission: "things:write",
  dangerous: true,
  handler: () => null,
});

Deno.test("docsPage() lists what each operation needs and takes, and escapes it", () => {
  const page = docsPage([thing], { title: "A & B", basePath: "/api/v1" });
  assertStringIncludes(page, "<title>A &amp; B</title>");
  assertStringIncludes(page, "/api/v1/things/{id}");
  assertStringIncludes(page, "Kill &lt;b&gt;it&lt;/b&gt; <strong>Can do harm.</strong>");
  assertStringIncludes(page, "<code>path id</code>, <code>query force</code>");
});

Deno.test("docsPage() has one main part, and shows code as code", () => {
  const told = { ...thing, description: "An event `gap<b>` tells" };
  const page = docsPage([told], { title: "A", basePath: "" });
  assertStringIncludes(page, "<p>An event <code>gap&lt;b&gt;</code> tells</p>");
  assertEquals(page.match(/<main>[^]*<h1>[^]*<article[^]*<\/main>/g)?.length, 1);
});

Deno.test("docsPage() loads nothing from elsewhere", () => {
  const page = docsPage([thing], { title: "A", basePath: "" });
  assertEquals(/https?:|<script|<link|@import|url\(/.test(page), false);
});
