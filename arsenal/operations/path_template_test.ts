import { assert, assertEquals, assertFalse } from "@std/assert";
import { compareTemplates, matchesTemplate, parseTemplate, type PathTemplate } from "./path_template.ts";

const read = (text: string) => parseTemplate(text) as PathTemplate;

Deno.test("parseTemplate() finds names and shape", () => {
  const template = read("/processes/{pid}/trace/{trace_id}");
  assertEquals(template.names, ["pid", "trace_id"]);
  assertEquals(template.shape, "/processes/{}/trace/{}");
});

Deno.test("parseTemplate() says what is wrong", () => {
  assertEquals(parseTemplate("workers"), "begins with /");
  assertEquals(parseTemplate("/a/{x}/{x}"), "names each parameter once, x is there twice");
  for (const text of ["/a/:id", "/a//b", "/a/", "/a/x{id}", "/a/*"]) {
    assertEquals(parseTemplate(text), "is made of plain segments and of parameters written {name}");
  }
});

Deno.test("compareTemplates() puts text before a parameter", () => {
  const sorted = ["/a/{x}/c", "/a/{x}", "/a/b", "/a/b/{y}"].map(read).sort(compareTemplates);
  assertEquals(sorted.map(({ text }) => text), ["/a/b", "/a/b/{y}", "/a/{x}", "/a/{x}/c"]);
});

Deno.test("matchesTemplate() wants every segment, and none that is empty", () => {
  assert(matchesTemplate(read("/a/{x}"), ["a", "1"]));
  assertFalse(matchesTemplate(read("/a/{x}"), ["a", ""]));
  assertFalse(matchesTemplate(read("/a/{x}"), ["a", "1", "2"]));
  assertFalse(matchesTemplate(read("/a/{x}"), ["b", "1"]));
});
