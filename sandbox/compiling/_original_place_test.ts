import { assertEquals } from "@std/assert";
import ts from "npm:typescript@~6.0";
import { originalPlace } from "./_original_place.ts";

Deno.test("originalPlace() leads from code that was written anew to the text", () => {
  const text = "enum A { B }\ninterface C {}\n\n  export const d: number = wrong + more;";
  const compilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, sourceMap: true };
  const { outputText: code, sourceMapText } = ts.transpileModule(text, { compilerOptions });
  const rewritten = { text, code, map: sourceMapText! };
  const at = (what: string) => {
    const before = code.slice(0, code.indexOf(what)).split("\n");
    const { line, column } = originalPlace({ line: before.length, column: before.at(-1)!.length + 1 }, rewritten);
    return [line, column];
  };
  assertEquals([at("wrong"), at("more"), at("ong"), at("d =")], [[4, 28], [4, 36], [4, 30], [4, 16]]);
  assertEquals([at("A || (A = {})"), at("(A = {})")], [[1, 6], [1, 7]]); // not in the text, but made of what stands there
});

Deno.test("originalPlace() knows nothing of what is no place, and of what no map leads from", () => {
  const map = JSON.stringify({ version: 3, sources: ["a"], names: [], mappings: "" });
  const rewritten = { text: "a", code: "a", map };
  assertEquals(originalPlace({ line: 0, column: 0 }, rewritten), { line: 0, column: 0 });
  assertEquals(originalPlace({ line: 1, column: 1 }, rewritten), { line: 0, column: 0 });
});
