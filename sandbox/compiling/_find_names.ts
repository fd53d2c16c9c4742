import ts from "npm:typescript@~6.0";
import { declaredNames, isDeclared } from "./_elide.ts";
import type { FoundName } from "./transpiled.ts";

/** The names that a declaration asks of another module, without those that are `erased`. */
export function askedNames(
  node: ts.ImportDeclaration | ts.ExportDeclaration,
  { file, erased }: { readonly file: ts.SourceFile; readonly erased: ReadonlySet<ts.Node> },
): FoundName[] {
  const names: FoundName[] = [];
  const add = (name: string, at: ts.Node) => {
    const { line, character } = file.getLineAndCharacterOfPosition(at.getStart(file));
    names.push({ name, line: line + 1, column: character + 1 });
  };
  const clause = ts.isImportDeclaration(node) ? node.importClause : undefined;
  const bound = ts.isImportDeclaration(node) ? clause?.namedBindings : node.exportClause;
  if (clause?.name !== undefined && !erased.has(clause.name)) add("default", clause.name);
  if (bound === undefined || !(ts.isNamedImports(bound) || ts.isNamedExports(bound))) return names;
  for (const one of bound.elements) {
    const asked = one.propertyName ?? one.name;
    if (!one.isTypeOnly && !erased.has(one)) add(asked.text, asked);
  }
  return names;
}

/** The names under which others find something in a module, rather one too many; without what `export *` brings. */
export function exportedNames(file: ts.SourceFile, erased: ReadonlySet<ts.Node> = new Set()): string[] {
  const names = new Set<string>();
  for (const node of file.statements) {
    if (ts.isExportAssignment(node)) names.add("default");
    else if (ts.isExportDeclaration(node)) addExported(node);
    else if (has(node, ts.SyntaxKind.DefaultKeyword)) names.add("default");
    else if (has(node, ts.SyntaxKind.ExportKeyword) && !isDeclared(node)) declaredNames(node, names);
  }
  return [...names];

  function addExported({ exportClause: clause, isTypeOnly }: ts.ExportDeclaration): void {
    if (clause === undefined || isTypeOnly) return;
    if (ts.isNamespaceExport(clause)) names.add(clause.name.text);
    else for (const one of clause.elements) if (!one.isTypeOnly && !erased.has(one)) names.add(one.name.text);
  }
}

function has(node: ts.Node, modifier: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node)?.some(({ kind }) => kind === modifier) ?? false);
}
