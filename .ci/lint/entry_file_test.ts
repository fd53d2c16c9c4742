import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";
import { entryFile } from "./entry_file.ts";

const manual = "/**\n * Does it.\n *\n * @module\n */\n";
const reexports = 'export * from "./a.ts";\nexport type { B } from "./b.ts";\n';

Deno.test("entry-file allows a manual and re-exports", () => {
  assertEquals(check(entryFile, { path: "otp/mod.ts", source: manual + reexports }), []);
  assertEquals(check(entryFile, { path: "otp/other.ts", source: "export const a = 1;" }), []);
});

Deno.test("entry-file refuses code and a missing manual", () => {
  assertEquals(check(entryFile, { path: "otp/mod.ts", source: reexports }), [
    "An entry file begins with its manual, missing @module",
  ]);
  const code = 'import { a } from "./a.ts"; export const b = a; export { a };';
  assertEquals(check(entryFile, { path: "otp/mod.ts", source: manual + code }), [
    "An entry file only re-exports, got ImportDeclaration",
    "An entry file only re-exports, got ExportNamedDeclaration",
    "An entry file only re-exports, got ExportNamedDeclaration",
  ]);
});
