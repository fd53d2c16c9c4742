import { assertEquals } from "@std/assert";
import { importUrl, isImportUrl } from "./import_url.ts";

Deno.test("importUrl() gives a URL its one form, from a file as from another URL", () => {
  const from = (specifier: string, importer = "/main.ts") => importUrl(specifier, importer);
  assertEquals(from("HTTPS://Code.Example:443/a/../b.ts#x"), "https://code.example/b.ts");
  assertEquals(from("./b.ts?v=1", "https://h/a/main.ts"), "https://h/a/b.ts?v=1");
  assertEquals([from("/b.ts", "https://h/a/main.ts"), from("../../../b.ts", "https://h/a/x.ts")], [
    "https://h/b.ts",
    "https://h/b.ts",
  ]);
  assertEquals(from("http://h/a.ts", "https://h/x.ts"), "http://h/a.ts");
});

Deno.test("importUrl() is none for what is a file, a name, or anything else", () => {
  for (const each of ["./a.ts", "/a.ts", "a", "npm:a", "jsr:a", "file:///a", "data:text/javascript,1", "https:a"]) {
    assertEquals([each, importUrl(each, "/main.ts")], [each, undefined]);
  }
  for (const each of ["a", "npm:a", "file:///a", "data:,1", "node:fs", "https://user@h/a.ts", "https://u:p@h/a.ts"]) {
    assertEquals([each, importUrl(each, "https://h/main.ts")], [each, undefined]);
  }
  assertEquals(importUrl("//other/a.ts", "https://h/main.ts"), "https://other/a.ts"); // what is granted is looked at then
  assertEquals([importUrl("jsr:/@a/b@1", "/main.ts"), importUrl("jsr:@a/b@1/c", "https://h/x.ts")], [
    "jsr:@a/b@1",
    "jsr:@a/b@1/c",
  ]);
  assertEquals([isImportUrl("jsr:@a/b"), isImportUrl("jsr:a")], [true, false]);
  assertEquals([isImportUrl("https://h/"), isImportUrl("/https://h/"), isImportUrl("@a/b")], [true, false, false]);
});
