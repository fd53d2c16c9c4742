import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { Compiler } from "../compiling/compiler.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { TESTING } from "./tests_room.ts";
import { compileSubmission, compileTests, diagnosticOf, entryOf } from "./submission_modules.ts";

Deno.test("compileSubmission: modules, data among them, or what is wrong", async () => {
  await using compiler = new Compiler();
  const compile = (files: Record<string, string>) => compileSubmission({ files }, { compiler, check: false });
  const good = await compile({
    "main.ts": 'import list from "./data.json" with { type: "json" }; export const n: number = list[0];',
    "data.json": "[1]",
  });
  assertEquals([good.files["/data.json"], good.diagnostics], ['export default JSON.parse("[1]");', []]);
  const bad = await compile({ "main.ts": 'import "node:fs";' });
  assertEquals([bad.files, bad.diagnostics.map(({ code }) => code)], [{}, ["IMPORT_DENIED"]]);
  const refused = await compile({ "../main.ts": "" });
  assertEquals(refused.diagnostics.map(({ code }) => code), ["SOURCE_REFUSED"]);
});

Deno.test("compileSubmission: what tests import is not a submission's, though the compiler knows it", async () => {
  await using compiler = new Compiler({ grants: { [TESTING]: undefined } });
  const text = `\nimport { submission } from "${TESTING}";\nexport const s = submission;`;
  const { files, diagnostics } = await compileSubmission({ files: { "main.ts": text } }, { compiler, check: false });
  assertEquals([files, diagnostics.map(({ file, line, code }) => [file, line, code])], [
    {},
    [["/main.ts", 2, "IMPORT_DENIED"]],
  ]);
  assertEquals(Object.keys(await compileTests({ files: { "main.ts": text } }, compiler)), ["/main.ts"]);
});

Deno.test("compileTests: what is wrong with them is thrown", async () => {
  await using compiler = new Compiler();
  await assertRejects(
    () => compileTests({ files: { "tests.ts": "const = ;" } }, compiler),
    SandboxError,
    "/tests.ts:1:7",
  );
});

Deno.test("diagnosticOf: what was thrown while loading, by its place", () => {
  const loading = (message: string) => new SandboxError("load", { kind: "load_failed", module: "/room.js", message });
  const at = (message: string) => {
    const { file, line, column, message: what } = diagnosticOf(loading(message));
    return [file, line, column, what];
  };
  assertEquals(at("TypeError: no     at sandbox:/main.ts:3:7    at x"), ["/main.ts", 3, 7, "TypeError: no"]);
  assertEquals(at("Error: no     at go (sandbox:/lib/a.ts:1:2)"), ["/lib/a.ts", 1, 2, "Error: no"]);
  assertEquals(at("/main.ts: Unexpected token"), ["/room.js", 0, 0, "/main.ts: Unexpected token"]);
  assertThrows(() => diagnosticOf(new RangeError("ours")), RangeError, "ours");
});

Deno.test("entryOf: as it is named, or as it is found", () => {
  assertEquals(entryOf({ "/a.ts": "" }, undefined), "/a.ts");
  assertEquals(entryOf({ "/a.ts": "", "/exercise.ts": "" }, undefined), "/exercise.ts");
  assertEquals(entryOf({ "/a.ts": "", "/b.ts": "" }, undefined), undefined);
  assertEquals([entryOf({ "/a.ts": "" }, "a.ts"), entryOf({ "/a.ts": "" }, "b.ts")], ["/a.ts", undefined]);
});
