import { isReexport } from "./runtime_exports.ts";
import { locate } from "./where.ts";

/**
 * `entry-file`: a `mod.ts` holds its `@module` manual and re-exports, nothing else.
 *
 * Cannot see: whether the manual is any good, and entry files of another name (`check_entry_points.ts` looks at
 * those for the manual).
 */
export const entryFile: Deno.lint.Rule = {
  create(ctx) {
    return {
      Program(program) {
        if (locate(ctx.filename)?.name !== "mod.ts") return;
        if (!program.comments.some(({ type, value }) => type === "Block" && /@module\b/.test(value))) {
          ctx.report({ range: [0, 1], message: "An entry file begins with its manual, missing @module" });
        }
        for (const node of program.body.filter((statement) => !isReexport(statement))) {
          ctx.report({ node, message: `An entry file only re-exports, got ${node.type}` });
        }
      },
    };
  },
};
