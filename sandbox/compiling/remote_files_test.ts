import { assertEquals, assertThrows } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { remoteFiles, remoteForChecker } from "./remote_files.ts";
import type { RemoteText } from "./remote_modules.ts";

const ts: RemoteText = { text: "", kind: ".ts" };

Deno.test("remoteFiles() leads each import to the file of its module, and nothing else anywhere", () => {
  const modules = new Map<string, RemoteText>([
    ["https://h/a/mod.ts", ts],
    ["https://h/b?x=1", { text: "", kind: ".js" }],
    ["https://h/types.d.ts", ts],
  ]);
  const asked = new Map([
    ["/main.ts", ["https://H/a/mod.ts#part", "./a/mod.ts", "bare", "https://other/x.ts"]],
    ["https://h/a/mod.ts", ["../b?x=1", "/types.d.ts", "https://h/b?x=1", "./none.ts"]],
  ]);
  const { paths, imports, scopes } = remoteFiles({ modules, asked }, "/tmp/a b");
  const [mod, b, types] = [
    "/remote/0/d/d/d/module.ts",
    "/remote/1/d/d/module.js",
    "/remote/2/d/d/module.d.ts",
  ] as const;
  assertEquals([...paths.values()], [mod, b, types]);
  assertEquals(imports, { "https://h/a/mod.ts#part": `.${mod}`, "https://h/b?x=1": `.${b}` });
  assertEquals(scopes, {
    "./remote/0/": { "file:///tmp/a%20b/remote/0/d/d/b?x=1": `.${b}`, "file:///types.d.ts": `.${types}` },
  });
});

Deno.test("remoteFiles() keeps apart what lies above one another, however deep", () => {
  const deep = "https://h/1/2/3/4/5/6/7/8/mod.ts";
  const modules = new Map([deep, "https://h/1/x.ts", "https://h/x.ts"].map((url) => [url, ts]));
  const up = (count: number) => `${"../".repeat(count)}x.ts`;
  const { scopes } = remoteFiles({ modules, asked: new Map([[deep, [up(7), up(8)]]]) }, "/t");
  assertEquals(Object.keys(scopes["./remote/0/"]!).length, 2);
  const long = `https://h${"/a".repeat(3000)}.ts`;
  const { paths } = remoteFiles({ modules: new Map([[long, ts]]), asked: new Map() }, "/t");
  assertEquals(paths.get(long)!.length < 200, true);
});

Deno.test("remoteFiles() says so where a URL cannot be led to a file", () => {
  const options = { modules: new Map([["https://h/a/", ts]]), asked: new Map([["/main.ts", ["https://h/a/"]]]) };
  const { failure } = assertThrows(() => remoteFiles(options, "/t"), SandboxError);
  const message = "its types cannot be checked, as its URL ends with a slash";
  assertEquals(failure, { kind: "load_failed", module: "https://h/a/", message });
});

Deno.test("remoteForChecker() keeps what a module means, and strikes what it orders the checker", () => {
  const text = '#!/bin/deno\n// @TS-check\n/// <reference path="/etc/passwd" />\nexport default 1;';
  const quiet = ["// @ts-nocheck", "///bin/deno", "// @ts-chec_", '/// <referenc_ path="/etc/passwd" />'];
  assertEquals(remoteForChecker({ text, kind: ".ts" }), [...quiet, "export default 1;"].join("\n"));
  assertEquals(remoteForChecker({ text: '{ "a": 1 }', kind: ".json" }), '{ "a": 1 }');
});
