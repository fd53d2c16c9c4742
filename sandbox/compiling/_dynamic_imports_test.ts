import { assert, assertEquals } from "@std/assert";
import { readImportMarker } from "../guest/import_marker.ts";
import { transpile } from "./transpile.ts";

/** The code without the line that is added, the name in it, and the literals of that line. */
function made(text: string, path = "/a.ts"): { code: string; name: string; literals: readonly string[] } {
  const { code, diagnostics } = transpile({ path, text });
  assertEquals(diagnostics, []);
  const [, rest, name, marker] = /^(.*)\nimport (\w+) from (".*");\n$/s.exec(code) ?? [];
  assert(rest !== undefined && name !== undefined && marker !== undefined, code);
  return { code: rest, name, literals: readImportMarker(JSON.parse(marker))! };
}

Deno.test("callImports: a function is called in the place of import(), and every place stays", () => {
  const text = 'const n: number = 1;\nexport const f = async () => (await import("./b.ts")).x + import(n + "").y;';
  const { code, name, literals } = made(text);
  assertEquals(code, text.replaceAll("import(", `${name}(`).replace(": number", " ".repeat(8)));
  assertEquals([name, literals], ["imp000", ["./b.ts"]]);
});

Deno.test("callImports: what only looks like import() is left alone", () => {
  const text = [
    'import * as b from "./b.ts"; export { c } from "./c.ts"; b;',
    'const s = "import(1)" + \'import("x")\' + `import(2) ${import("./d.ts")} import(3)`; // import("./e.ts")',
    "const r = /import(4)/ ?? import.meta.url; /* import(5) */ const o = { import: (x) => x, f() { return o.import(6) } };",
    "class A { import(x) { return this.import(x) } static { import /* why */ ( './f.ts' ) } }",
  ].join("\n");
  const { code, name, literals } = made(text, "/a.js");
  const expected = text.replace('${import("./d', `\${${name}("./d`).replace("import /* why", `${name} /* why`);
  assertEquals(code, expected);
  assertEquals(literals, ["./d.ts", "./f.ts"]);
});

Deno.test("callImports: no name of the module is taken, however it is written", () => {
  const text = 'const imp000 = 1, i\\u006dp001 = 2; { const imp002 = import("./b.ts"); imp002.imp003; } label: imp000;';
  assertEquals(made(text, "/a.js").name, "imp004");
});

Deno.test("callImports: where no semicolon stands, the same ends as before", () => {
  const text = 'let a\nimport("./a.ts")\na = a\nimport("./b.ts")\nconst f = async () => a\nimport("./c.ts").then(f)';
  const { code, name } = made(text, "/a.js");
  assertEquals(code, text.replaceAll("import(", `${name}(`));
});

Deno.test("callImports: import() of types is a type, and that of what is written anew is found there", () => {
  const types = transpile({ path: "/a.ts", text: 'export let x: typeof import("./b.ts") | import("./c.ts").D;' });
  assertEquals(types.code, `export let x${" ".repeat(46)};`);
  const text = 'enum A { B }\nexport const f = (): Promise<unknown> => import("./b.ts");\n// import("./c.ts")';
  const { code, name, literals } = made(text);
  assert(code.includes(`=> ${name}("./b.ts");`) && code.includes('// import("./c.ts")'), code);
  assertEquals(literals, ["./b.ts"]);
});

Deno.test("callImports: arguments that import() does not take stay what is wrong with it", () => {
  for (const text of ["import()", "import(...[])", 'import("./a.ts", {}, 1)', 'new import("./a.ts")']) {
    assert(transpile({ path: "/a.js", text }).diagnostics.length > 0, text);
  }
});

Deno.test("callImports: code without import() is as it was, up to the last character", () => {
  const text = "export const a = import.meta;";
  assertEquals(transpile({ path: "/a.js", text }).code, text);
});
