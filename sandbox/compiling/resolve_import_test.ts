import { assertEquals } from "@std/assert";
import { resolveImport } from "./resolve_import.ts";

const map = {
  paths: new Set(["/main.ts", "/main.js", "/lib/a.ts", "/lib/deep/b.ts", "/Main.ts"]),
  grants: new Set(["@superlearner/otp", "preact"]),
};
const from = "/lib/deep/b.ts";
const resolve = (specifier: string, at = from) => resolveImport(specifier, { ...map, from: at });

Deno.test("resolveImport() leads to the files of the sandbox, exactly as they are written", () => {
  const found: [string, string][] = [
    ["./b.ts", "/lib/deep/b.ts"],
    ["../a.ts", "/lib/a.ts"],
    ["../../main.ts", "/main.ts"],
    ["../../main.js", "/main.js"],
    ["../.././lib/../main.ts", "/main.ts"],
    ["../../Main.ts", "/Main.ts"],
  ];
  for (const [specifier, to] of found) assertEquals(resolve(specifier), { outcome: "found", to });
  for (
    const [specifier, to] of [["./MAIN.ts", "/MAIN.ts"], ["./main", "/main"], [".//main.ts", "//main.ts"]] as const
  ) {
    assertEquals(resolve(specifier, "/main.ts"), { outcome: "missing", to }, specifier);
  }
});

Deno.test("resolveImport() leads to what was granted, by its whole name", () => {
  assertEquals(resolve("@superlearner/otp"), { outcome: "found", to: "@superlearner/otp" });
  for (const name of ["@superlearner/otp/remote", "preact/hooks", "react", "Preact", "preact/"]) {
    assertEquals(resolve(name), { outcome: "denied" }, name);
  }
});

Deno.test("resolveImport() denies every other way out (escapes 11, 12, 38, 39, 41)", () => {
  const ways = [
    "npm:x",
    "jsr:@a/b",
    "https://x.dev/a.ts",
    "http://x",
    "node:fs",
    "fs",
    "data:text/javascript,1",
    "blob:null/1",
    "file:///etc/passwd",
    "/etc/passwd",
    "/main.ts",
    "//x.dev/a.ts",
    "../../../main.ts",
    "./../../../../etc/passwd",
    "./%2e%2e/main.ts",
    "../..%2fmain.ts",
    "..\\..\\main.ts",
    "./a\0.ts",
    "./a\n.ts",
    "./b.ts?v=1",
    "./b.ts#x",
    ".",
    "..",
    "",
    " ./b.ts",
    "NODE:fs",
    "__proto__",
    "constructor",
    "#internal",
    "ext:core/ops",
  ];
  for (const way of ways) assertEquals(resolve(way), { outcome: "denied" }, way);
  assertEquals(resolve(undefined as unknown as string), { outcome: "denied" });
});
