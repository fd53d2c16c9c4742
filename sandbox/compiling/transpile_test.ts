import { assertEquals, assertStringIncludes } from "@std/assert";
import { transpile } from "./transpile.ts";

const code = (text: string, path = "/a.ts") => transpile({ path, text }).code;
const wrong = (text: string, path = "/a.ts") =>
  transpile({ path, text }).diagnostics.map(({ line, column, code }) => [line, column, code]);

Deno.test("transpile() makes blanks of types, so that every line and column stays", () => {
  const text = "interface A {\n  b: string;\n}\nexport const f = <T>(x: T, y?: A): x is T & A => !!y as boolean;";
  assertEquals(code(text).length, text.length);
  assertEquals(code(text).split("\n").at(-1), "export const f =    (x   , y    )             => !!y           ;");
});

Deno.test("transpile() leaves JavaScript as it is", () => {
  const text = "export default class { #a = 1; static { using x = y; } }";
  assertEquals([code(text, "/a.js"), code(text, "/a.mjs")], [text, text]);
});

Deno.test("transpile() tells everything that is wrong by place and code, syntax first", () => {
  assertEquals(wrong("const x = ;\nlet y: = 3"), [[1, 11, "TS1109"], [2, 8, "TS1110"]]);
  assertEquals(wrong("let x: number = 1", "/a.js"), [[1, 8, "TS8010"]]);
  assertEquals(wrong("const \u00fc\u{1F600} = 1"), [[1, 8, "TS1127"], [1, 11, "TS1134"], [1, 13, "TS1134"]]);
});

Deno.test("transpile() finds what only the engine refuses, and its place", () => {
  assertEquals(wrong("let a = 1;\nlet a = 2;"), [[1, 5, "TS2451"], [2, 5, "TS2451"]]);
  assertEquals(wrong("\n  return 5"), [[2, 3, "TS1108"]]);
  assertEquals(wrong("label: { continue label; }"), [[1, 10, "TS1115"]]);
  assertEquals(wrong("x = /(/"), [[1, 7, "TS1005"]]);
  assertEquals(wrong("if (1);\n\n1 = 2;"), [[3, 1, "SYNTAX"]]); // the compiler minds the first line, the engine does not
  assertEquals(wrong("\n  return 5", "/a.js"), [[2, 3, "SYNTAX"]]);
});

const REFUSED: readonly (readonly [text: string, line: number, column: number])[] = [
  ["export const a = 1;\n\nexport { a };", 3, 10],
  ["\nexport { nope };", 2, 10],
  ["\n 1 = 2;", 2, 2],
  ["\nlet x; x?.y = 1;", 2, 8],
  ["const a = 1;\nexport const b = () => super.x;", 2, 24],
  ["\n\n  new.target;", 3, 7],
  ["\nvar await = 1;", 2, 5],
];

Deno.test("transpile() takes the place from the engine where the compiler finds nothing", () => {
  for (const [text, line, column] of REFUSED) {
    assertEquals(wrong(text, "/a.js"), [[line, column, "SYNTAX"]]);
    assertEquals(wrong(text), [[line, column, "SYNTAX"]]);
  }
  for (const bad of ["/a/gg", "{ __proto__: null, __proto__: null }"]) {
    assertEquals(wrong(`\nexport const a = ${bad};`, "/a.js").map(([line]) => line), [2]);
    assertEquals(wrong(`\nexport const a = ${bad};`).map(([line]) => line), [2]);
  }
});

Deno.test("transpile() tells places of the text as it was written: types gone, erased imports, code written anew", () => {
  const types =
    'import { T } from "./t.ts";\nexport { type T };\ninterface A<B> {\n  b: B;\n}\nlet s: A<"\u{1F600}"> | T = "\u{1F600}" as any;';
  assertEquals(wrong(`${types} 1 = 2;`), [[6, 35, "SYNTAX"]]);
  assertEquals(wrong(`${types}\n<T>(x: T): T => super.y(x as T);`), [[7, 17, "SYNTAX"]]);
  assertEquals(wrong(`${types}\nenum E { F }\n\n  const f = (a: number) => super.y;`), [[9, 28, "SYNTAX"]]);
  const jsx = "const a = (\n  <b>\n    c\n  </b>\n);\nconst f = () => new.target;";
  const { diagnostics } = transpile({ path: "/a.tsx", text: jsx }, { jsxImportSource: "preact" });
  assertEquals(diagnostics.map(({ line, column }) => [line, column]), [[6, 21]]);
});

Deno.test("transpile() writes anew what is more than types, with a map", () => {
  const enums = transpile({ path: "/a.ts", text: "enum A { B }\nexport class C { constructor(private x: A) {} }" });
  assertStringIncludes(enums.code, 'A[A["B"] = 0] = "B"');
  assertStringIncludes(enums.code, "this.x = x");
  assertEquals(enums.code.includes("sourceMappingURL"), false);
  assertEquals(JSON.parse(enums.map!).version, 3);
  const decorated = code("export class A { @log accessor x = 1 }\nfunction log() {}");
  assertEquals(/@log|accessor x/.test(decorated), false);
});

Deno.test("transpile() drops imports of types that do not say so, as the language does", () => {
  const text =
    'import { A, b } from "./x.ts";\nimport { C } from "./c.ts"\nexport { D };\nb(1 as A, 2 as C);\ninterface D {}';
  const { code, imports } = transpile({ path: "/a.ts", text });
  assertEquals(code.split("\n").slice(0, 4), [
    'import {    b } from "./x.ts";',
    ";                         ",
    "export {   };",
    "b(1     , 2     );",
  ]);
  assertEquals(imports.map(({ specifier, kind }) => [specifier, kind]), [["./x.ts", "static"], ["./c.ts", "type"]]);
  const enums = transpile({ path: "/a.ts", text: `${text}\nenum E { F }` });
  assertEquals(enums.imports.map(({ specifier, kind, line }) => [specifier, kind, line]), [
    ["./x.ts", "static", 1],
    ["./c.ts", "type", 2],
  ]);
});

Deno.test("transpile() compiles JSX where it was said how", () => {
  const input = { path: "/a.tsx", text: "export const x: unknown = <b>a</b>;" };
  assertEquals(wrong("const a = 1;\nexport const x: unknown = <b>a</b>;", "/a.tsx"), [[2, 27, "JSX"]]);
  const { code, imports } = transpile(input, { jsxImportSource: "preact" });
  assertStringIncludes(code, '_jsx("b"');
  const names = [{ name: "jsx", line: 0, column: 0 }];
  assertEquals(imports, [{ specifier: "preact/jsx-runtime", kind: "static", line: 0, column: 0, names }]);
  assertEquals(transpile({ path: "/a.tsx", text: "export const x: number = 1;" }).diagnostics, []);
});

Deno.test("transpile() checks JSON, and keeps nothing of declarations but what they ask for", () => {
  assertEquals(code('{"a": [1]}', "/a.json"), '{"a": [1]}');
  assertEquals(wrong('{"a": 1,\n b}', "/a.json"), [[2, 2, "JSON"]]);
  const types = transpile({ path: "/a.d.ts", text: 'import { A } from "./b.ts"; export const x: A;' });
  assertEquals([types.code, types.imports.map(({ kind }) => kind), types.diagnostics], ["", ["type"], []]);
});

Deno.test("transpile() bears text that is nested without end, in one line as long as it likes", () => {
  const deep = [[0, 0, "TOO_DEEP"]];
  assertEquals(wrong("(".repeat(100_000)), deep);
  assertEquals(wrong(`x = ${"[".repeat(100_000)}`), deep);
  assertEquals(wrong(`1${"+1".repeat(100_000)}`), deep);
  assertEquals(wrong("[".repeat(100_000), "/a.json").length, 1);
  assertEquals(wrong(`/(a+)+$/.test("${"a".repeat(100_000)}b");`), []);
  assertEquals(wrong("x".repeat(1_000_000)), []);
});
