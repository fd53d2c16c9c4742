/** One import of a module, however it is written. */
export interface Import {
  specifier: string;
  /** Gone at run time. */
  typeOnly: boolean;
  node: Deno.lint.Node;
}

/**
 * Calls back for each import, re-export, dynamic import and import type of a file.
 *
 * Cannot see: a specifier that is computed, and files that are named by URL (`new URL("./worker.ts", import.meta.url)`).
 */
export function visitImports(found: (one: Import) => void): Deno.lint.LintVisitor {
  return {
    ImportDeclaration(node) {
      const { importKind, specifiers, source } = node;
      const named = specifiers.length > 0 &&
        specifiers.every((one) => one.type === "ImportSpecifier" && one.importKind === "type");
      found({ specifier: source.value, typeOnly: importKind === "type" || named, node });
    },
    ExportAllDeclaration(node) {
      found({ specifier: node.source.value, typeOnly: node.exportKind === "type", node });
    },
    ExportNamedDeclaration(node) {
      const { exportKind, specifiers, source } = node;
      if (!source) return;
      const named = specifiers.length > 0 && specifiers.every((one) => one.exportKind === "type");
      found({ specifier: source.value, typeOnly: exportKind === "type" || named, node });
    },
    ImportExpression(node) {
      const { source } = node;
      if (source.type === "Literal" && typeof source.value === "string") {
        found({ specifier: source.value, typeOnly: false, node });
      }
    },
    TSImportType(node) {
      // The AST's types say `TypeNode`; at run time it is the literal itself or a wrapper of it.
      const { argument } = node as unknown as { argument?: { value?: unknown; literal?: { value?: unknown } } };
      const specifier = argument?.literal?.value ?? argument?.value;
      if (typeof specifier === "string") found({ specifier, typeOnly: true, node });
    },
  };
}
