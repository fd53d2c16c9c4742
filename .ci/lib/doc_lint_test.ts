import { assertEquals } from "@std/assert";
import { declaredNames, docProblems } from "./doc_lint.ts";

const finding = (type: string, file = "/a/app.ts") =>
  `error[private-type-ref]: public type 'App' references private type '${type}'\n  --> ${file}:3:1\n   | hint\n\n`;
const declares = (name: string) => name === "Mine";
const heads = (found: string[]) => found.map((text) => text.split("\n")[0]);

Deno.test("docProblems() leaves out types of other people's packages, and other places", () => {
  const output = finding("Hono") + finding("JSXInternal.Element") + finding("Mine", "/b/app.ts");
  assertEquals(docProblems(output, { path: "/a", declares }), []);
});

Deno.test("docProblems() keeps our own private types and everything else", () => {
  const missing = "error[missing-jsdoc]: exported symbol is missing JSDoc documentation\n  --> /a/app.ts:9:1\n\n";
  assertEquals(heads(docProblems(`noise\n${finding("Mine")}${missing}`, { path: "/a", declares })), [
    "error[private-type-ref]: public type 'App' references private type 'Mine'",
    "error[missing-jsdoc]: exported symbol is missing JSDoc documentation",
  ]);
});

Deno.test("declaredNames() finds what is declared, not what is imported", () => {
  const source = 'import { Far } from "far";\nexport interface Near {}\nexport abstract class Base {}\ntype Own = 1;\n';
  assertEquals([...declaredNames([source])], ["Near", "Base", "Own"]);
});
