import { assertEquals } from "@std/assert";
import ts from "npm:typescript@~6.0";
import { elide } from "./_elide.ts";
import { askedNames, exportedNames } from "./_find_names.ts";

const parse = (text: string) => ts.createSourceFile("/a.ts", text, ts.ScriptTarget.ESNext, true);
const asked = (text: string) => {
  const file = parse(text);
  const { erased } = elide(file);
  const nodes = file.statements.filter((node) => ts.isImportDeclaration(node) || ts.isExportDeclaration(node));
  return nodes.flatMap((node) => askedNames(node, { file, erased })).map((one) =>
    `${one.line}:${one.column} ${one.name}`
  );
};
const exported = (text: string) => {
  const file = parse(text);
  return exportedNames(file, elide(file).erased);
};

Deno.test("askedNames() finds each name as it is called where it comes from, and its place", () => {
  const text =
    'import a, { b,\n  c as d, default as e, "f-g" as f } from "x";\na; b; d; e; f;\nexport { h as i, default } from "y";';
  assertEquals(asked(text), ["1:8 default", "1:13 b", "2:3 c", "2:11 default", "2:25 f-g", "4:10 h", "4:18 default"]);
  assertEquals(asked('import "x"; import * as a from "x"; a; export * from "x"; export * as b from "x";'), []);
});

Deno.test("askedNames() leaves out what is asked for as a type", () => {
  const text = 'import A, { B, type C, d } from "x"; export { type E, f } from "x"; let x: A | B | C = d as E;';
  assertEquals(asked(text), ["1:24 d", "1:55 f"]);
  assertEquals(asked('import a, { type B } from "x"; a as B;'), ["1:8 default"]);
});

Deno.test("exportedNames() finds every form of export", () => {
  assertEquals(exported("export const a = 1, { b, c: [d, ...e], ...f } = x; export let g: number;"), [..."abdefg"]);
  assertEquals(exported("export function a() {} export async function* b() {} export class C {} export enum D {}"), [
    ..."abCD",
  ]);
  assertEquals(exported('const x = 1; export { x as a, x as "b-c" }; export { d, e as f } from "y";'), [
    "a",
    "b-c",
    "d",
    "f",
  ]);
  assertEquals(exported('export * as a from "x"; export * from "y";'), ["a"]);
  for (const one of ["export default 1;", "export default class A {}", "export { x as default }; let x;"]) {
    assertEquals(exported(one), ["default"]);
  }
  assertEquals(exported("const a = 1; function b() {}"), []);
});

Deno.test("exportedNames() leaves out types", () => {
  const text = "export type A = 1; export interface B {} export { A as C, type D }; export type { E }; let D, E;";
  assertEquals(exported(`${text} export declare const f: 1; export type * from "x"; export const g = 1;`), ["g"]);
});
