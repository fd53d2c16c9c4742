import { assertEquals } from "@std/assert";
import ts from "npm:typescript@~6.0";
import { findImports } from "./_find_imports.ts";

const find = (text: string, name = "/a.ts") =>
  findImports(ts.createSourceFile(name, text, { languageVersion: ts.ScriptTarget.ESNext }, true));
const found = (text: string) =>
  find(text).imports.map((
    { specifier, kind, attribute },
  ) => [specifier, kind, ...attribute === undefined ? [] : [attribute]]);

Deno.test("findImports() finds every form of import, and its place", () => {
  assertEquals(
    found('import "a"; import b from "b"; export * from "c"; export { d } from "d"; export * as e from "e";'),
    [
      ["a", "static"],
      ["b", "static"],
      ["c", "static"],
      ["d", "static"],
      ["e", "static"],
    ],
  );
  assertEquals(found('import("f"); await import(`g`); function h() { return import("\\u0068") }'), [
    ["f", "dynamic"],
    ["g", "dynamic"],
    ["h", "dynamic"],
  ]);
  assertEquals(found('import i = require("i"); import defer * as j from "j";'), [["i", "static"], ["j", "static"]]);
  const [, second] = find('import "a";\n  export * from "b";').imports;
  assertEquals([second?.line, second?.column], [2, 17]);
});

Deno.test("findImports() finds those of types, which only a checker follows", () => {
  const text = [
    'import type { A } from "a"; export type { B } from "b"; let c: import("c").C; typeof import("d");',
    'declare module "e" {}; import type F = require("f"); type G = typeof import("g");',
  ].join("\n");
  assertEquals(found(text), [
    ["a", "type"],
    ["b", "type"],
    ["c", "type"],
    ["d", "dynamic"],
    ["e", "type"],
    ["f", "type"],
    ["g", "type"],
  ]);
  assertEquals(found('/// <reference path="/etc/passwd" />\n/// <reference types="node" />'), [
    ["/etc/passwd", "reference"],
    ["node", "reference"],
  ]);
});

Deno.test("findImports() says what an import is to be taken for", () => {
  assertEquals(
    found([
      'import a from "a" with { type: "json" }; import("b", { with: { type: "text" } }); export * from "c" with { x: "y" };',
      'import("d", options); import("e", { with: { ["type"]: "json" } }); import("f", { with: { "type": "json" } });',
    ].join("\n")),
    [
      ["a", "static", "json"],
      ["b", "dynamic", "text"],
      ["c", "static", "x"],
      ["d", "dynamic", "computed options"],
      ["e", "dynamic", "computed options"],
      ["f", "dynamic", "json"],
    ],
  );
});

Deno.test("findImports() is not fooled by what looks like one", () => {
  const text =
    '"import(\'a\')"; /import("b")/; // import "c"\nconst x = { import: 1 }; x.import("d"); `${1}import("e")`; import(x);';
  assertEquals(found(text), []);
  assertEquals(find("a.meta; import.meta.url").importMeta, true);
  assertEquals(find("a.meta").importMeta, false);
  assertEquals([find("@d class A {}").isAhead, find("class A {}").isAhead], [true, false]);
});

Deno.test("findImports() counts what will be gone as one of types", () => {
  const file = ts.createSourceFile("/a.ts", 'import { A } from "a";', ts.ScriptTarget.ESNext, true);
  assertEquals(findImports(file, new Set(file.statements)).imports[0]?.kind, "type");
});
