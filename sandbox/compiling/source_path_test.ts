import { assertEquals, assertThrows } from "@std/assert";
import { SandboxError } from "../limits/sandbox_error.ts";
import { foldPath, isDeclarationPath, isModulePath, PathSet, refuseSource, sourcePath } from "./source_path.ts";

function ruleOf(body: () => void): string {
  const { failure } = assertThrows(body, SandboxError);
  return failure.kind === "source_refused" ? failure.rule : failure.kind;
}

Deno.test("sourcePath() names a file by its way from the root of the sandbox", () => {
  assertEquals(["main.ts", "/main.ts", "a b/ü.ts", "/a/.b.ts"].map(sourcePath), [
    "/main.ts",
    "/main.ts",
    "/a b/ü.ts",
    "/a/.b.ts",
  ]);
});

Deno.test("sourcePath() refuses what leaves the sandbox (escapes 11, 12)", () => {
  for (const name of ["../a.ts", "/a/../../b.ts", "a/./b.ts", "//etc/passwd", "a//b.ts", "", "/", "a/", ".", ".."]) {
    assertEquals(ruleOf(() => sourcePath(name)), "a path has no empty, . or .. part", name);
  }
  for (
    const name of ["%2e%2e/a.ts", "C:/a.ts", "a\\..\\b.ts", "a.ts?x", "a.ts#x", "a|b.ts", "a*.ts", "<a>.ts", 'a".ts']
  ) {
    assertEquals(ruleOf(() => sourcePath(name)), 'a path holds none of \\ : % ? # * " < > |', name);
  }
});

Deno.test("sourcePath() refuses names that a system or a person takes for others (escape 16)", () => {
  for (const name of ["a\0.ts", "a\n.ts", "a\x1b[2J.ts", "a\u202ets.exe", "a\u200b.ts", "a\u2028.ts", "a\ud800.ts"]) {
    assertEquals(ruleOf(() => sourcePath(name)), "a path holds no hidden characters", JSON.stringify(name));
  }
  assertEquals(ruleOf(() => sourcePath("a/__proto__/b.ts")), "no part of a path is __proto__");
  for (const name of ["a.ts.", "a.ts ", " a.ts", "a./b.ts"]) {
    assertEquals(
      ruleOf(() => sourcePath(name)),
      "no part of a path begins or ends with a space, or ends with a dot",
      name,
    );
  }
  assertEquals(ruleOf(() => sourcePath("a".repeat(600))), "a path has at most 512 characters");
});

Deno.test("PathSet refuses two names of one file, and says both (escape 15)", () => {
  const clash = (...paths: string[]) =>
    ruleOf(() => {
      const set = new PathSet();
      for (const path of paths) set.add(path);
    });
  assertEquals(clash("/a.ts", "/A.ts"), "it differs from /a.ts only by case or Unicode form");
  assertEquals(clash("/\u00e4.ts", "/a\u0308.ts"), "it differs from /\u00e4.ts only by case or Unicode form");
  assertEquals(clash("/lib/a.ts", "/Lib/b.ts"), "it differs from /lib only by case or Unicode form");
  assertEquals(clash("/a.ts", "/a.ts"), "it is there twice");
  assertEquals(clash("/a.ts", "/a.ts/b.ts"), "it is a file and a folder");
  assertEquals(clash("/a.ts/b.ts", "/a.ts"), "it is a file and a folder");
});

Deno.test("PathSet takes files of one folder", () => {
  const set = new PathSet();
  for (const path of ["/lib/a.ts", "/lib/b.ts", "/lib/c/a.ts", "/a.ts", "/a.js"]) set.add(path);
  assertEquals(foldPath("/\ufb01le.TS"), foldPath("/FILE.ts"));
});

Deno.test("isModulePath() and isDeclarationPath() go by the extension", () => {
  const modules = ["/a.ts", "/a.mts", "/a.tsx", "/a.js", "/a.mjs", "/a.jsx", "/a.json"];
  assertEquals(modules.filter(isModulePath), modules);
  assertEquals(
    ["/a", "/a.cjs", "/a.cts", "/a.jsonc", "/a.tss", "/a.wasm", "/a.node", "/a.TS"].filter(isModulePath),
    [],
  );
  assertEquals(["/a.d.ts", "/a.d.mts", "/a.d.json.ts", "/ad.ts"].filter(isDeclarationPath), [
    "/a.d.ts",
    "/a.d.mts",
    "/a.d.json.ts",
  ]);
});

Deno.test("refuseSource() says path and rule", () => {
  assertEquals(ruleOf(() => refuseSource("/a.ts", "no")), "no");
});
