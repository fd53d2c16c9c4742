import { isStandIn, locate } from "./where.ts";

const BUILT_IN = new Set([
  "Error",
  "TypeError",
  "RangeError",
  "SyntaxError",
  "ReferenceError",
  "URIError",
  "EvalError",
]);

/**
 * `error-message`: the text of a new error is in sentence case and has no full stop at its end:
 * `Cannot start the child: ids are unique, got "a" twice`.
 *
 * Cannot see: texts that are computed, and whether a text names action, rule and value. Classes of our own are left
 * alone: they may compose their text from parts.
 */
export const errorMessage: Deno.lint.Rule = {
  create(ctx) {
    const where = locate(ctx.filename);
    if (!where || isStandIn(where.path) || !["shipped", "repository"].includes(where.kind)) return {};
    return {
      NewExpression({ callee, arguments: [first] }) {
        if (callee.type !== "Identifier" || !BUILT_IN.has(callee.name) || !first) return;
        const [start, end] = ends(first);
        if (/^[a-z]/.test(start)) {
          ctx.report({ node: first, message: `An error begins with a capital letter, got "${start.slice(0, 30)}"` });
        }
        if (/[^.]\.$/.test(end)) {
          ctx.report({ node: first, message: `An error ends without a full stop, got "${end.slice(-30)}"` });
        }
      },
    };
  },
};

/** How a text begins and ends, as far as it is written out. */
function ends(node: Deno.lint.Node): [start: string, end: string] {
  if (node.type === "Literal" && typeof node.value === "string") return [node.value, node.value];
  if (node.type === "TemplateLiteral") {
    return [node.quasis.at(0)?.cooked ?? "", node.quasis.at(-1)?.cooked ?? ""];
  }
  if (node.type === "BinaryExpression" && node.operator === "+") return [ends(node.left)[0], ends(node.right)[1]];
  return ["", ""];
}
