import { isStandIn, locate } from "./where.ts";

/**
 * `exported-any`: no `any` in the signature of something exported, whatever a `no-explicit-any` ignore allows
 * inside. It passes where only `any` does the work: in constraints and conditions of types, and as `...args: any[]` of a
 * function type.
 *
 * Cannot see: an `any` that is inferred, comes from another package, or sits in a type that is exported by a list.
 */
export const exportedAny: Deno.lint.Rule = {
  create(ctx) {
    const where = locate(ctx.filename);
    if (!where || isStandIn(where.path) || !["shipped", "repository"].includes(where.kind)) return {};
    return {
      TSAnyKeyword(node) {
        if (!isPublic(ctx.sourceCode.getAncestors(node))) return;
        ctx.report({ node, message: "An exported signature has no any, use unknown or a type parameter" });
      },
    };
  },
};

/** What separates a type from the signature around it. */
const INSIDE = new Set([
  "BlockStatement",
  "TSAsExpression",
  "CallExpression",
  "NewExpression",
  "TSTypeParameter",
  "TSConditionalType",
]);

function isPublic(ancestors: Deno.lint.Node[]): boolean {
  const types = ancestors.map(({ type }) => type as string);
  const rest = types.lastIndexOf("RestElement");
  if (rest > 0 && /^TS(FunctionType|ConstructorType|ConstructSignatureDeclaration)$/.test(types[rest - 1]!)) {
    return false;
  }
  if (ancestors.some((node) => INSIDE.has(node.type) || isPrivate(node))) return false;
  return ancestors.some(({ type }) => type === "ExportNamedDeclaration" || type === "ExportDefaultDeclaration");
}

function isPrivate(node: Deno.lint.Node): boolean {
  if (node.type !== "MethodDefinition" && node.type !== "PropertyDefinition") return false;
  return node.accessibility === "private" || node.key.type === "PrivateIdentifier";
}
