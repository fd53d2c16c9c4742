import { assertEquals } from "@std/assert";
import ts from "npm:typescript@~6.0";
import { blank, elide } from "./_elide.ts";

function after(text: string): string {
  const file = ts.createSourceFile("/a.ts", text, ts.ScriptTarget.ESNext, true);
  return blank(text, elide(file)).split("\n")[0]!.replaceAll(/ +/g, " ");
}

Deno.test("elide() drops each name that is a type alone, and keeps the others", () => {
  const cases: [string, string][] = [
    ['import { A, b, C } from "x";\nb as A & C', 'import { b, } from "x";'],
    ['import { A as B } from "x";\nlet y: B', "; "],
    ['import D, { a } from "x";\na as D', 'import { a } from "x";'],
    ['import d, { A } from "x";\nd as A', 'import d from "x";'],
    ['import d, * as ns from "x";\nd as ns.A', 'import d from "x";'],
    ['import D, * as ns from "x";\nns.a as D', 'import * as ns from "x";'],
    ['import * as ns from "x";\nlet y: ns.A', "; "],
    ['import { type A, b } from "x";\nb', 'import { b } from "x";'],
  ];
  for (const [text, expected] of cases) assertEquals(after(text), expected, text);
});

Deno.test("elide() knows a value wherever it stands", () => {
  const uses = [
    "a",
    "a.b",
    "f(a)",
    "({ a })",
    "({ [a]: 1 })",
    "class B extends a {}",
    "class B { [a] = 1 }",
    "export { a }",
    "export default a",
    "typeof a",
    "`${a}`",
    "a`x`",
    "let x = a as T",
    "a!",
    "a satisfies T",
    "<T>a",
    "new a",
    "for (const x of a);",
    "x = a",
    "@a class B {}",
  ];
  for (const use of uses) assertEquals(after(`import { a } from "x";\n${use}`), 'import { a } from "x";', use);
});

Deno.test("elide() takes for no value what only has the name of one", () => {
  const uses = [
    "let x: a",
    "type B = a",
    "interface B extends a {}",
    "class B implements a {}",
    "x.a",
    "({ a: 1 })",
    "class B { a = 1; }",
    "class B { a() {} }",
    "f<a>()",
    "x as a",
    "let x: typeof a",
    "declare const x: a",
    "class B<T extends a> {}",
    "import type { b } from 'a'",
    "export type { a }",
    "export { a } from 'y'",
    "function f(this: a): asserts this is a {}",
    "class B extends C<a> {}",
  ];
  for (const use of uses) assertEquals(after(`import { a } from "x";\n${use}`).trim(), ";", use);
});

Deno.test("elide() leaves imports for their effects and those of types alone", () => {
  assertEquals(after('import "x";'), 'import "x";');
  assertEquals(after('import type { A } from "x";'), 'import type { A } from "x";');
});

Deno.test("elide() drops exported names of types of this module", () => {
  const kinds =
    "interface A {} type B = 1; declare const C: 1; class D {} const { e, f: [g] } = h; enum I {} interface I {}";
  assertEquals(after(`export { A, B, C, D, e, g, I, j };\n${kinds}`), "export { D, e, g, I, j };");
});

Deno.test("blank() keeps lines, and ends a statement that goes away", () => {
  const text = 'import {\n  A,\n} from "xyz"\n(b as A)';
  const file = ts.createSourceFile("/a.ts", text, ts.ScriptTarget.ESNext, true);
  assertEquals(blank(text, elide(file)), `;       \n    \n${" ".repeat(12)}\n(b as A)`);
});
