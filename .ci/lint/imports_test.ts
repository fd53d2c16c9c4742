import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";
import { visitImports } from "./imports.ts";

const rule: Deno.lint.Rule = {
  create: (ctx) =>
    visitImports(({ specifier, typeOnly, node }) =>
      ctx.report({ node, message: `${specifier} ${typeOnly ? "type" : "value"}` })
    ),
};

const cases: [string, string][] = [
  ['import { a } from "x";', "x value"],
  ['import "x";', "x value"],
  ['import type { A } from "x";', "x type"],
  ['import { type A, type B } from "x";', "x type"],
  ['import { type A, b } from "x";', "x value"],
  ['export * from "x";', "x value"],
  ['export { a } from "x";', "x value"],
  ['export type { A } from "x";', "x type"],
  ['export { type A } from "x";', "x type"],
  ['const a = await import("x");', "x value"],
  ['type A = import("x").A;', "x type"],
];

for (const [source, expected] of cases) {
  Deno.test(`visitImports() reads: ${source}`, () => {
    assertEquals(check(rule, { path: "otp/a.ts", source }), [expected]);
  });
}

Deno.test("visitImports() passes over what is no import", () => {
  assertEquals(
    check(rule, { path: "otp/a.ts", source: 'const a = "import b from c"; export { a }; await import(a);' }),
    [],
  );
});
