import { isStandIn, locate } from "./where.ts";
import { runtimeExports } from "./runtime_exports.ts";

/**
 * `test-twin`: a file that exports something at run time has its test beside it, `x.ts` and `x_test.ts`.
 * Exempt: `mod.ts` and `main.ts`, which only compose; helpers of tests (`_suite.ts`, `_bench.ts`, `testdata/`,
 * examples); files that export only types; what stands in for packages of others.
 *
 * Cannot see: whether the test tests anything. In an editor that forbids plugins to read the disk it is silent.
 */
export const testTwin: Deno.lint.Rule = {
  create(ctx) {
    return {
      Program(program) {
        const where = locate(ctx.filename);
        if (!where || !["shipped", "repository"].includes(where.kind) || isStandIn(where.path)) return;
        if (["mod.ts", "main.ts", "main.tsx"].includes(where.name)) return;
        const [first] = runtimeExports(program);
        if (!first) return;
        const stem = ctx.filename.replace(/\.tsx?$/, "");
        if (exists(`${stem}_test.ts`) || exists(`${stem}_test.tsx`)) return;
        const twin = where.name.replace(/\.(tsx?)$/, "_test.$1");
        ctx.report({ node: first, message: `A file that exports a value has its test beside it, missing ${twin}` });
      },
    };
  },
};

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    return !(error instanceof Deno.errors.NotFound);
  }
}
