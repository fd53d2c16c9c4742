import { assertEquals } from "@std/assert";
import { check } from "./_check.ts";
import { isReexport, runtimeExports } from "./runtime_exports.ts";

function count(source: string): string[] {
  const rule: Deno.lint.Rule = {
    create: (ctx) => ({
      Program(program) {
        const [runtime, handed] = [runtimeExports(program).length, program.body.filter(isReexport).length];
        ctx.report({ range: [0, 1], message: `${runtime} ${handed}` });
      },
    }),
  };
  return check(rule, { path: "otp/a.ts", source });
}

Deno.test("runtimeExports() counts values, not types and not re-exports", () => {
  assertEquals(count("export const a = 1; export function b() {} export class C {} export enum D { A }"), ["4 0"]);
  assertEquals(count("const a = 1; export { a }; export default a;"), ["2 0"]);
  assertEquals(count("export interface A { a: 1 } export type B = 1; export declare function c(): void;"), ["0 0"]);
  assertEquals(count('export * from "./a.ts"; export { b } from "./b.ts"; export type { C } from "./c.ts";'), ["0 3"]);
});
