import { assertEquals } from "@std/assert";
import type { Package } from "./package.ts";
import { unresolved, unwantedFiles } from "./rules.ts";

function make(files: Record<string, string>, exports: Record<string, string> = {}, name = "@a/one"): Package {
  const bytes = Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)] as const);
  return { name, version: "1.0.0", exports, files: new Map(bytes) };
}

const other = make({}, { ".": "./mod.ts", "./deep": "./deep.ts" }, "@a/other");
const check = (files: Record<string, string>, exports = {}) =>
  unresolved(make(files, exports), new Map([[other.name, other]]));

Deno.test("unwantedFiles() finds what only we need", () => {
  const unwanted = {
    "a_test.ts": "test",
    "x/a_test.tsx": "test",
    "x/a_bench.ts": "bench",
    "x/a_suite.ts": "suite",
    "testdata/a.ts": "testdata",
    "x/testdata/deep/a.json": "testdata",
    "examples/a.ts": "example",
  };
  const files = Object.fromEntries(Object.keys(unwanted).map((path) => [path, ""]));
  // Who imports them makes it no better.
  const source = Object.keys(unwanted).map((path) => `import "./${path}";`).join("\n");
  assertEquals(
    unwantedFiles(make({ "mod.ts": source, ...files }, { ".": "./mod.ts" })),
    Object.entries(unwanted).map(([path, kind]) => `@a/one publishes a file that is for us only: ${path} (${kind})`),
  );
  assertEquals(unwantedFiles(make({ "x/__snapshots__/a.md": "", "deno.lock": "" })), [
    "@a/one publishes what a tool left behind: x/__snapshots__/a.md",
    "@a/one publishes what a tool left behind: deno.lock",
  ]);
});

Deno.test("unwantedFiles() finds programs that no entry point reaches", () => {
  const files = {
    "mod.ts": 'export * from "./x/a.ts";',
    "x/a.ts": 'new Worker(new URL("../worker.ts", import.meta.url)); type B = import("./b.ts").B;',
    "worker.ts": 'import "./x/a.ts"; import "./gone.ts";',
    "x/b.ts": "",
    "client/page.tsx": "",
    "build.ts": "",
    "main.ts": "",
  };
  const found = unwantedFiles(make(files, { ".": "./mod.ts", "./main": "./main.ts" }));
  assertEquals(found, [
    "@a/one publishes what no entry point reaches: client/page.tsx",
    "@a/one publishes what no entry point reaches: build.ts",
  ]);
});

Deno.test("unwantedFiles() lets pass what is read, not imported", () => {
  const wanted = ["README.md", "LICENSE", "deno.json", "dist/client.js", "x/a.css", "x/a.svg"];
  assertEquals(unwantedFiles(make(Object.fromEntries(wanted.map((path) => [path, ""])))), []);
});

Deno.test("unresolved() finds files that are imported in any way and not published", () => {
  const source = `
    import { a } from "./a.ts";
    export * from "../up.ts";
    const b = await import("./b.ts");
    type C = import("./c.ts").C;
    const d = new URL("./d.css", import.meta.url);
    const e = import.meta.resolve("./e.ts");
  `;
  const names = ["./a.ts", "../up.ts", "./b.ts", "./c.ts", "./d.css", "./e.ts"];
  assertEquals(
    check({ "x/mod.ts": source }),
    names.map((name) => `@a/one: x/mod.ts imports ${name}, which is not published`),
  );
  const there = ["x/a.ts", "up.ts", "x/b.ts", "x/c.ts", "x/d.css", "x/e.ts"].map((path) => [path, ""]);
  assertEquals(check({ "x/mod.ts": source, ...Object.fromEntries(there) }), []);
});

Deno.test("unresolved() finds what leaves the package, and names of our workspace", () => {
  const why = (specifier: string) =>
    check({ "mod.ts": `import "${specifier}";` }).map((text) => text.replace(/^.*imports /, ""));
  assertEquals(why("../other/mod.ts"), ["../other/mod.ts, which lies outside of the package"]);
  assertEquals(why("@a/other"), ["@a/other, which only our workspace knows"]);
  assertEquals(why("jsr:@a/none@^1"), ["jsr:@a/none@^1, a package that is not there"]);
  assertEquals(why("jsr:@a/other@^1/no"), ["jsr:@a/other@^1/no, which @a/other does not export"]);
});

Deno.test("unresolved() lets pass other packages, built-in modules and folders", () => {
  const source = `
    import "jsr:@a/other@^1.0.0"; import "jsr:@a/other@^1.0.0/deep"; import "jsr:@a/other";
    import "npm:hono@^4"; import "node:path";
    const here = new URL("../", import.meta.url);
    // import "./gone.ts";
    const text = 'import "./gone.ts"';
  `;
  assertEquals(check({ "x/mod.ts": source, "README.md": 'import "./gone.ts"' }), []);
});

Deno.test("unresolved() finds an entry point that is not published", () => {
  const found = check({ "mod.ts": "" }, { ".": "./mod.ts", "./more": "./more.ts" });
  assertEquals(found, ["@a/one exports what it does not publish: ./more is ./more.ts"]);
});
