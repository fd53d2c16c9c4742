import { assertEquals } from "@std/assert";
import { ROOT } from "../lib/workspace.ts";
import plugin from "./plugin.ts";

// One break of every rule, so that a rule which was left out of the plugin is missed.
const BROKEN: Record<string, [path: string, source: string]> = {
  "entry-file": ["otp/mod.ts", "/** @module */ const a = 1;"],
  "error-message": ["otp/a.ts", 'new Error("small")'],
  "exported-any": ["otp/a.ts", "export type A = any;"],
  "file-length": ["otp/a.ts", "export {};\n".repeat(401)],
  "import-direction": ["otp/a.ts", 'import "@superlearner/learner";'],
  "no-sleep": ["supertester/a.ts", "setTimeout(f, 1)"],
  "parameters": ["otp/_a_test/a.ts", "export function f(a: A, b: B, c: C, d: D): void {}"],
  "test-only": ["otp/a_test.ts", "Deno.test.only(f)"],
  "test-sleep": ["otp/a_test.ts", "setTimeout(f, 1)"],
  "test-twin": ["otp/no_such_file.ts", "export const a: number = 1;"],
};

Deno.test("the plugin has every rule, and each of them bites", () => {
  assertEquals(Object.keys(plugin.rules).sort(), Object.keys(BROKEN).sort());
  for (const [rule, [path, source]] of Object.entries(BROKEN)) {
    const ids = Deno.lint.runPlugin(plugin, `${ROOT}/${path}`, source).map(({ id }) => id);
    assertEquals(ids.includes(`superlearner/${rule}`), true, `${rule}: ${ids}`);
  }
});
