import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";

Deno.test("check() gives the messages of one rule", () => {
  const rule: Deno.lint.Rule = {
    create: (ctx) => ({ DebuggerStatement: (node) => ctx.report({ node, message: `in ${ctx.filename.slice(-4)}` }) }),
  };
  assertEquals(check(rule, { path: "otp/a.ts", source: "debugger; debugger;" }), ["in a.ts", "in a.ts"]);
});
