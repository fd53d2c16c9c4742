import { locate } from "./where.ts";

/**
 * `test-only`: no test switches the others off, neither by `.only()` nor by `only: true`.
 *
 * Cannot see: an option object that is built elsewhere, or a filter on the command line.
 */
export const testOnly: Deno.lint.Rule = {
  create(ctx) {
    const kind = locate(ctx.filename)?.kind;
    if (kind !== "test" && kind !== "suite" && kind !== "bench") return {};
    const report = (node: Deno.lint.Node) =>
      ctx.report({ node, message: `A test leaves the others running, got ${ctx.sourceCode.getText(node)}` });
    return {
      CallExpression({ callee }) {
        if (callee.type !== "MemberExpression" || callee.property.type !== "Identifier") return;
        const object = ctx.sourceCode.getText(callee.object);
        if (callee.property.name === "only" && /^(Deno\.(test|bench)|test|it|describe)$/.test(object)) report(callee);
      },
      Property(node) {
        const named = node.key.type === "Identifier" && node.key.name === "only";
        if (named && node.value.type === "Literal" && node.value.value === true) report(node);
      },
    };
  },
};
