import { assert } from "@std/assert";
import ts from "typescript";
import { COMPILER } from "./transpiled.ts";

Deno.test("COMPILER names the compiler that there is", () => {
  assert(COMPILER.startsWith(`typescript ${ts.versionMajorMinor},`), COMPILER);
});
