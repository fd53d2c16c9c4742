import { locate } from "./where.ts";

const LIMIT = 400;

/**
 * `file-length`: no TypeScript file has more than 400 lines, tests and comments included.
 *
 * Cannot see: files of other kinds (styles, Markdown), and lines that should have been several.
 */
export const fileLength: Deno.lint.Rule = {
  create(ctx) {
    return {
      Program() {
        const lines = ctx.sourceCode.text.replace(/\n$/, "").split("\n").length;
        if (lines <= LIMIT || !locate(ctx.filename)) return;
        ctx.report({
          range: [0, 1],
          message: `A file has at most ${LIMIT} lines, got ${lines}`,
          hint: "Split it by idea; each part gets its own test",
        });
      },
    };
  },
};
