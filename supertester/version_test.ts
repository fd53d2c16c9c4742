import { assertMatch } from "@std/assert";
import { version } from "./version.ts";

Deno.test("version: three numbers, and what comes before a release", () => {
  assertMatch(version, /^\d+\.\d+\.\d+(?:-[\w.]+)?$/);
});
