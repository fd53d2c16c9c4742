const TYPES = new Set(["TSInterfaceDeclaration", "TSTypeAliasDeclaration", "TSDeclareFunction", "TSModuleDeclaration"]);

/** The statements of a module that export something which exists at run time, re-exports left out. */
export function runtimeExports(program: Deno.lint.Program): Deno.lint.Statement[] {
  return program.body.filter((statement) => {
    if (statement.type === "ExportDefaultDeclaration") return statement.exportKind === "value";
    if (statement.type !== "ExportNamedDeclaration" || statement.source) return false;
    const { declaration, specifiers, exportKind } = statement;
    if (!declaration) return exportKind === "value" && specifiers.some(({ exportKind }) => exportKind === "value");
    return !TYPES.has(declaration.type) && !("declare" in declaration && declaration.declare);
  });
}

/** Whether a statement hands on what another module exports. */
export function isReexport(statement: Deno.lint.Statement): boolean {
  return statement.type === "ExportAllDeclaration" ||
    statement.type === "ExportNamedDeclaration" && !!statement.source;
}
