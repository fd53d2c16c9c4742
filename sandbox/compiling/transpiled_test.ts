import { assert } from "@std/assert";
import ts from "npm:typescript@~6.0";
import { COMPILER } from "./transpiled.ts";

Deno.test("COMPILER names the compiler that there is", () => {
  assert(COMPILER.startsWith(`typescript ${ts.versionMajorMinor},`), COMPILER);
});
