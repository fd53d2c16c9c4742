import { assertEquals } from "@std/assert";
import { missingNames } from "./_missing_names.ts";
import { resolveImport } from "./resolve_import.ts";
import { transpile } from "./transpile.ts";

function missing(texts: Record<string, string>): string[] {
  const paths = new Set(Object.keys(texts));
  const files = Object.entries(texts).map(([path, text]) => {
    const result = transpile({ path, text });
    const leads = new Map(result.imports.flatMap((one) => {
      const found = resolveImport(one.specifier, { from: path, paths, grants: new Set(["granted"]) });
      return found.outcome === "found" ? [[one, found.to] as const] : [];
    }));
    return { path, result, leads };
  });
  return missingNames(files).map(({ file, line, column, code, message }) =>
    `${file}:${line}:${column} ${code} ${message}`
  );
}

Deno.test("missingNames() tells names that a file does not export, and where they are asked for", () => {
  const text = 'import a, { b,\n  c as d } from "./b.ts";\na; b; d;\nexport { e } from "./b.ts";';
  assertEquals(missing({ "/a.ts": text, "/b.ts": "export const b = 1; const c = 2; export type e = 1;" }), [
    "/a.ts:1:8 TS1192 ./b.ts has no default export",
    "/a.ts:2:3 TS2305 ./b.ts exports no value named c",
    "/a.ts:4:10 TS2305 ./b.ts exports no value named e",
  ]);
  assertEquals(missing({ "/a.ts": text, "/b.ts": "export let b, c, e; export default 1;" }), []);
});

Deno.test("missingNames() tells their places of code that was written anew", () => {
  const text = 'enum E { F }\n\nimport type { T } from "./b.ts";\nimport { T2, x, y } from "./b.ts";\nx as T | T2; y;';
  assertEquals(missing({ "/a.ts": text, "/b.ts": "export enum A { x } export let x;" }), [
    "/a.ts:4:17 TS2305 ./b.ts exports no value named y",
  ]);
});

Deno.test("missingNames() leaves types alone, and what is asked for by no name", () => {
  const types =
    'import { T } from "./b.ts"; import { type U } from "./b.ts"; export type { V } from "./b.ts"; let x: T | U;';
  assertEquals(missing({ "/a.ts": types, "/b.ts": "" }), []);
  const all = 'import * as b from "./b.ts"; b.none; export * as c from "./b.ts"; import("./b.ts"); import "./b.ts";';
  assertEquals(missing({ "/a.ts": all, "/b.ts": "" }), []);
});

Deno.test("missingNames() follows export *, which brings no default, through cycles", () => {
  const star = { "/b.ts": 'export * from "./c.ts"; export * from "./d.ts";', "/d.ts": 'export * from "./b.ts";' };
  const text = 'import d, { x, y, z } from "./b.ts"; d; x; y; z;';
  assertEquals(
    missing({ ...star, "/a.ts": text, "/c.ts": "export const x = 1; export { y } from './d.ts'; export default 1;" }),
    [
      "/a.ts:1:8 TS1192 ./b.ts has no default export",
      "/a.ts:1:19 TS2305 ./b.ts exports no value named z",
    ],
  );
  assertEquals(
    missing({
      "/a.ts": 'import { b } from "./b.ts"; export const a = b;',
      "/b.ts": 'export { a as b } from "./a.ts";',
    }),
    [],
  );
});

Deno.test("missingNames() takes for there what it cannot know", () => {
  const text = 'import { x } from "./b.ts"; import { y } from "granted"; import { z } from "./none.ts"; x; y; z;';
  for (
    const b of [
      'export * from "granted";',
      'export * from "./none.ts";',
      "export const = 1;",
      'export * from "./a.ts"; 1 = 2;',
    ]
  ) {
    assertEquals(missing({ "/a.ts": text, "/b.ts": b }), []);
  }
});

Deno.test("missingNames() knows what data exports", () => {
  const text = 'import d, { a } from "./d.json" with { type: "json" }; d; a;';
  assertEquals(missing({ "/a.ts": text, "/d.json": '{"a": 1}' }), [
    "/a.ts:1:13 TS2305 ./d.json exports no value named a",
  ]);
});

Deno.test("missingNames() gives up where very much is asked of very many, and tells a hundred of a file at most", () => {
  const names = Array.from({ length: 101 }, (_, n) => `x${n}`).join(", ");
  assertEquals(missing({ "/a.ts": `export { ${names} } from "./b.ts";`, "/b.ts": "" }).length, 100);
  const chain = Array.from({ length: 10_100 }, (_, n) => `export * from "./b.ts?${n}";`).join("");
  const result = { code: "", importMeta: false, exports: [], diagnostics: [] };
  const star = transpile({ path: "/b.ts", text: chain }).imports;
  const asking = transpile({ path: "/a.ts", text: `export { ${names} } from "./b.ts";` }).imports;
  const found = missingNames([
    { path: "/a.ts", result: { ...result, imports: asking }, leads: new Map(asking.map((one) => [one, "/b.ts"])) },
    { path: "/b.ts", result: { ...result, imports: star }, leads: new Map(star.map((one) => [one, "/b.ts"])) },
  ]);
  assertEquals(found.length, 99); // 10,100 steps each, of a million
});
