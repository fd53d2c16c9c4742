import { assertEquals } from "@std/assert";
import { link } from "./_link.ts";
import { transpile } from "./transpile.ts";

function files(texts: Record<string, string>) {
  return Object.entries(texts).map(([path, text]) => ({ path, sha256: text, result: transpile({ path, text }) }));
}

const grants = { grants: new Set(["@superlearner/otp"]), isRemote: false };
const wrong = (texts: Record<string, string>) =>
  link(files(texts), grants).diagnostics.map(({ file, line, column, code, message }) =>
    `${file}:${line}:${column} ${code} ${message}`
  );

Deno.test("link() resolves imports to a closed map, in the order of loading", () => {
  const { modules, diagnostics } = link(
    files({
      "/main.ts":
        'import "@superlearner/otp"; import("./lib/a.ts"); import d from "./d.json" with { type: "json" }; d;',
      "/lib/a.ts": 'import type { T } from "../types.d.ts"; export const a = 1 as T;',
      "/d.json": "{}",
      "/tsconfig.json": "{ // not JSON, and nobody imports it\n}",
      "/types.d.ts": "export type T = number;",
    }),
    grants,
  );
  assertEquals(diagnostics, []);
  assertEquals(modules.map(({ path, kind, imports }) => [path, kind, imports.map(({ to, kind }) => `${kind} ${to}`)]), [
    ["/d.json", "json", []],
    ["/lib/a.ts", "js", []],
    ["/main.ts", "js", ["static @superlearner/otp", "dynamic /lib/a.ts", "static /d.json"]],
  ]);
});

Deno.test("link() denies what was not granted, with its place (escapes 38, 39, 41)", () => {
  const text =
    'import "npm:x";\nimport "https://x.dev/a.ts"; export * from "node:fs";\nimport("data:text/javascript,1");';
  assertEquals(wrong({ "/a.ts": text }), [
    "/a.ts:1:8 IMPORT_DENIED The import of npm:x was not granted",
    "/a.ts:2:8 IMPORT_DENIED The import of https://x.dev/a.ts was not granted",
    "/a.ts:2:44 IMPORT_DENIED The import of node:fs was not granted",
    "/a.ts:3:8 IMPORT_DENIED The import of data:text/javascript,1 was not granted",
  ]);
  const types =
    'import type { A } from "file:///etc/passwd"; let x: import("jsr:@a/b").B; declare module "/c" {}\nexport {};';
  assertEquals(wrong({ "/a.ts": types }).map((one) => one.split(" ")[1]), Array(3).fill("IMPORT_DENIED"));
  assertEquals(wrong({ "/a.ts": '/// <reference path="./b.ts" />', "/b.ts": "" }), [
    "/a.ts:1:22 IMPORT_DENIED The import of ./b.ts was not granted",
  ]);
});

Deno.test("link() takes no file for what it is not (escapes 5, 6)", () => {
  const others = { "/b.ts": "export {}", "/c.json": "[]", "/t.d.ts": "export type T = 1;" };
  assertEquals(wrong({ ...others, "/a.ts": 'import b from "./b.ts" with { type: "text" }; b;' }), [
    "/a.ts:1:15 IMPORT_TYPE ./b.ts cannot be imported as text",
  ]);
  assertEquals(wrong({ ...others, "/a.ts": 'import c from "./c.json"; c;' }), [
    '/a.ts:1:15 IMPORT_TYPE ./c.json is imported with { type: "json" }',
  ]);
  assertEquals(wrong({ ...others, "/a.ts": 'import("./c.json", options);' }), [
    '/a.ts:1:8 IMPORT_TYPE ./c.json is imported with { type: "json" }',
  ]);
  assertEquals(wrong({ ...others, "/a.ts": 'import "./t.d.ts";' }), [
    "/a.ts:1:8 IMPORT_TYPE ./t.d.ts has only types: import type",
  ]);
  assertEquals(wrong({ ...others, "/a.ts": 'import type { T } from "./t.d.ts" with { type: "bytes" };' }), [
    "/a.ts:1:24 IMPORT_TYPE ./t.d.ts cannot be imported as bytes",
  ]);
});

Deno.test("case 15: .ts and .js beside each other are two modules, and neither stands in for the other", () => {
  const texts = { "/a.ts": "export {}", "/a.js": "export {}", "/main.ts": 'import "./a.ts"; import "./a.js";' };
  const { modules } = link(files(texts), grants);
  assertEquals(modules.at(-1)?.imports.map(({ to }) => to), ["/a.ts", "/a.js"]);
  assertEquals(wrong({ "/a.ts": "", "/main.ts": 'import "./a.js"; import "./a"; import "./b";' }), [
    "/main.ts:1:8 TS2307 There is no ./a.js; there is /a.ts",
    "/main.ts:1:25 TS2307 There is no ./a; there is /a.ts",
    "/main.ts:1:39 TS2307 There is no ./b",
  ]);
});

Deno.test("case 16: a cycle is linked, and told", () => {
  const { modules, cycles } = link(files({ "/a.ts": 'import "./b.ts";', "/b.ts": 'import "./a.ts";' }), grants);
  assertEquals([modules.length, cycles], [2, [["/a.ts", "/b.ts"]]]);
});

Deno.test("link() counts a literal import() as an import: in the order, in cycles and in the hash of all below", () => {
  const texts = (leaf: string) => ({
    "/a.ts": 'export const go = () => import("./b.ts");',
    "/b.ts": 'export const back = () => import("./a.ts"), leaf = () => import("./leaf.ts");',
    "/leaf.ts": leaf,
  });
  const [one, other] = [link(files(texts("1;")), grants), link(files(texts("2;")), grants)];
  assertEquals(one.modules.map(({ path }) => path), ["/leaf.ts", "/a.ts", "/b.ts"]);
  assertEquals(one.cycles, [["/a.ts", "/b.ts"]]);
  const isSame = one.modules.map(({ closureSha256 }, at) => closureSha256 === other.modules[at]!.closureSha256);
  assertEquals(isSame, [false, false, false]);
});

Deno.test("link() tells a name that a module of the map does not export", () => {
  const texts = { "/a.ts": '\n\n  import { x } from "./b.ts";\nx;', "/b.ts": "export const y = 1;" };
  assertEquals(wrong(texts), ["/a.ts:3:12 TS2305 ./b.ts exports no value named x"]);
  assertEquals(wrong({ ...texts, "/b.ts": "export const x = 1;" }), []);
  // Of the same text, but elsewhere: it leads to another one.
  assertEquals(wrong({ "/a.ts": texts["/a.ts"], "/b.ts": "export let x;", "/c/a.ts": texts["/a.ts"], "/c/b.ts": "" }), [
    "/c/a.ts:3:12 TS2305 ./b.ts exports no value named x",
  ]);
});

Deno.test("link() gives no modules where one of them is wrong", () => {
  const { modules } = link(files({ "/a.ts": "let x = ;", "/b.ts": "" }), grants);
  assertEquals(modules, []);
});

Deno.test("link() says what to do about npm: where remote modules are granted", () => {
  const { diagnostics } = link(files({ "/a.ts": 'import "npm:left-pad";' }), {
    grants: new Set(),
    isRemote: true,
  });
  assertEquals(diagnostics.map(({ code, message }) => [code, message]), [
    [
      "IMPORT_SCHEME",
      "npm:left-pad is resolved by nobody here: import it by a URL that serves it as a module of JavaScript",
    ],
  ]);
});
