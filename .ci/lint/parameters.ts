import { isStandIn, locate } from "./where.ts";

type Fn = Extract<Deno.lint.Node, { params: Deno.lint.Parameter[] }>;

/**
 * `parameters`: an exported function, or a public method of an exported class, takes at most two positional
 * parameters, then an options object. A third one passes when it says what it is at the call: an object, a
 * callback, a list or anything else that is not a bare primitive. Rest parameters pass, a fourth never does.
 * Exempt: tests, `_private.ts` files, overriding methods (their shape was chosen elsewhere).
 *
 * Cannot see: what a named type stands for, so an alias of a primitive (`type Ms = number`) passes.
 */
export const parameters: Deno.lint.Rule = {
  create(ctx) {
    const where = locate(ctx.filename);
    const exempt = !where || isStandIn(where.path) || where.name.startsWith("_") ||
      !["shipped", "repository"].includes(where.kind);
    if (exempt) return {};

    function examine(name: string, { params }: Pick<Fn, "params">) {
      const positional = params.filter((one) => one.type !== "RestElement" && !isThis(one));
      const third = positional[2];
      if (!third) return;
      if (positional.length === 3 && !isPrimitive(third)) return;
      ctx.report({
        range: (positional[3] ?? third).range,
        message: `${name} takes at most two positional parameters, got ${positional.length}`,
        hint: "Put those from the third on into one options object with documented defaults",
      });
    }

    function declaration(node: Deno.lint.Node | null) {
      switch (node?.type) {
        case "FunctionDeclaration":
        case "TSDeclareFunction":
          return examine(`${node.id?.name ?? "The default export"}()`, node);
        case "ArrowFunctionExpression":
          return examine("The default export", node);
        case "VariableDeclaration":
          for (const { id, init } of node.declarations) {
            if (init?.type === "ArrowFunctionExpression" || init?.type === "FunctionExpression") {
              examine(`${ctx.sourceCode.getText(id).split(":")[0]}()`, init);
            }
          }
          return;
        case "ClassDeclaration":
          for (const member of node.body.body) method(node.id?.name ?? "The class", member);
      }
    }

    function method(owner: string, member: Deno.lint.ClassBody["body"][number]) {
      if (member.type !== "MethodDefinition" && member.type !== "TSAbstractMethodDefinition") return;
      if (member.override || member.key.type === "PrivateIdentifier") return;
      if (member.accessibility === "private" || member.accessibility === "protected") return;
      examine(`${owner}.${ctx.sourceCode.getText(member.key)}()`, member.value);
    }

    return {
      ExportNamedDeclaration: (node) => declaration(node.declaration),
      ExportDefaultDeclaration: (node) => declaration(node.declaration),
    };
  },
};

function isThis(parameter: Deno.lint.Parameter): boolean {
  return parameter.type === "Identifier" && parameter.name === "this";
}

function isPrimitive(parameter: Deno.lint.Parameter | Deno.lint.AssignmentPattern["left"]): boolean {
  switch (parameter.type) {
    case "TSParameterProperty":
      return isPrimitive(parameter.parameter);
    case "AssignmentPattern":
      // `(a, b, c = 1)` has no type but the default's.
      return hasType(parameter.left) ? isPrimitive(parameter.left) : parameter.right.type === "Literal";
    case "Identifier":
      return !!parameter.typeAnnotation && isPrimitiveType(parameter.typeAnnotation.typeAnnotation);
    default:
      return false;
  }
}

function hasType(node: Deno.lint.Node): boolean {
  return "typeAnnotation" in node && !!node.typeAnnotation;
}

const PRIMITIVES = new Set([
  "TSStringKeyword",
  "TSNumberKeyword",
  "TSBooleanKeyword",
  "TSBigIntKeyword",
  "TSSymbolKeyword",
  "TSUndefinedKeyword",
  "TSNullKeyword",
  "TSLiteralType",
  "TSTemplateLiteralType",
]);

function isPrimitiveType(type: Deno.lint.Node): boolean {
  return type.type === "TSUnionType" ? type.types.every(isPrimitiveType) : PRIMITIVES.has(type.type);
}
