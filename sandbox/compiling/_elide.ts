import ts from "npm:typescript@~6.0";

/** What is in the text for types alone, without saying so by the word `type`. */
export interface Elided {
  /** Import declarations of which nothing remains, and what else is left out of declarations that do remain. */
  readonly erased: ReadonlySet<ts.Node>;
  /** The places that are to be blank: from, to. */
  readonly ranges: readonly (readonly [number, number])[];
}

/**
 * Finds imported names that are used as types alone, and exported names that are types of this module. The language lets
 * them be written like values (`import { Pid } from …`), where an engine would look for a value and find none.
 *
 * A name that is used as a value anywhere in the module counts as one, whatever its scope.
 */
export function elide(file: ts.SourceFile): Elided {
  const erased = new Set<ts.Node>();
  const ranges: [number, number][] = [];
  const values = valueNames(file);
  const types = typeNames(file);
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) elideImport(statement, values);
    else if (ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined) elideExport(statement);
  }
  return { erased, ranges };

  function elideImport(node: ts.ImportDeclaration, used: ReadonlySet<string>): void {
    const clause = node.importClause;
    if (clause === undefined || clause.isTypeOnly) return; // for its effects, or said to be a type
    const { name, namedBindings: bound } = clause;
    const isNameUsed = name !== undefined && used.has(name.text);
    const named = bound !== undefined && ts.isNamedImports(bound) ? bound.elements : [];
    const isUsed = ({ isTypeOnly, name }: ts.ImportSpecifier) => !isTypeOnly && used.has(name.text);
    const isBoundUsed = bound !== undefined &&
      (ts.isNamespaceImport(bound) ? used.has(bound.name.text) : named.some(isUsed));
    if (name !== undefined && !isNameUsed) erased.add(name);
    for (const one of named) if (!isUsed(one)) erased.add(one);
    if (!isNameUsed && !isBoundUsed) {
      erased.add(node);
      ranges.push([node.getStart(file), node.end]);
      return;
    }
    if (name !== undefined && !isNameUsed && bound !== undefined) {
      ranges.push([name.getStart(file), bound.getStart(file)]);
    }
    if (bound !== undefined && ts.isNamespaceImport(bound) && !isBoundUsed) ranges.push([name!.end, bound.end]);
    if (isBoundUsed) { for (const one of named) if (!isUsed(one)) ranges.push(withComma(one)); }
    if (!isBoundUsed && named.length > 0) ranges.push([name!.end, bound!.end]);
  }

  function elideExport(node: ts.ExportDeclaration): void {
    if (node.isTypeOnly || node.exportClause === undefined || !ts.isNamedExports(node.exportClause)) return;
    for (const one of node.exportClause.elements) {
      const { text } = one.propertyName ?? one.name;
      if (one.isTypeOnly || !types.has(text)) continue;
      erased.add(one);
      ranges.push(withComma(one));
    }
  }

  function withComma(node: ts.Node): [number, number] {
    const rest = /^\s*,/.exec(file.text.slice(node.end, node.end + 1000));
    return [node.getStart(file), node.end + (rest?.[0].length ?? 0)];
  }
}

/** Blanks the ranges of a text, and leaves its lines alone; what goes away whole leaves an empty statement. */
export function blank(code: string, { ranges, erased }: Elided): string {
  const starts = new Set([...erased].filter(ts.isImportDeclaration).map((node) => node.getStart()));
  let out = "";
  let at = 0;
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    if (from < at) continue;
    const gone = code.slice(from, to).replaceAll(/[^\n\r\u2028\u2029]/g, " ");
    out += code.slice(at, from) + (starts.has(from) ? `;${gone.slice(1)}` : gone);
    at = to;
  }
  return out + code.slice(at);
}

/** The names that stand where a value stands. */
function valueNames(file: ts.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) return void names.add(node.text);
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return;
    if (ts.isExpressionWithTypeArguments(node)) return visit(node.expression);
    if (ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node)) return;
    if (isDeclared(node)) return;
    if (ts.isPropertyAccessExpression(node)) return visit(node.expression);
    if (ts.isExportSpecifier(node)) {
      if (!node.isTypeOnly) visit(node.propertyName ?? node.name);
      return;
    }
    if (ts.isExportDeclaration(node) && (node.isTypeOnly || node.moduleSpecifier !== undefined)) return;
    const key = keyOf(node);
    ts.forEachChild(node, (child) => child === key ? undefined : visit(child));
  };
  for (const statement of file.statements) visit(statement);
  return names;
}

/** The name of a member, unless it is computed: not a use of anything. */
function keyOf(node: ts.Node): ts.Node | undefined {
  const isMember = ts.isPropertyAssignment(node) || ts.isClassElement(node) || ts.isJsxAttribute(node);
  return isMember && node.name !== undefined && ts.isIdentifier(node.name) ? node.name : undefined;
}

/** The names that this module has for types, and for no value. */
function typeNames(file: ts.SourceFile): Set<string> {
  const types = new Set<string>();
  const values = new Set<string>();
  for (const node of file.statements) {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) types.add(node.name.text);
    else if (ts.isImportDeclaration(node)) continue;
    else if (isDeclared(node)) declaredNames(node, types);
    else declaredNames(node, values);
  }
  for (const name of values) types.delete(name);
  return types;
}

/** Adds the names that a statement declares. */
export function declaredNames(node: ts.Node, names: Set<string>): void {
  const add = (name: ts.Node | undefined): void => {
    if (name === undefined) return;
    if (ts.isIdentifier(name)) names.add(name.text);
    else if (ts.isObjectBindingPattern(name) || ts.isArrayBindingPattern(name)) {
      for (const one of name.elements) if (ts.isBindingElement(one)) add(one.name);
    }
  };
  if (ts.isVariableStatement(node)) { for (const one of node.declarationList.declarations) add(one.name); }
  else if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isEnumDeclaration(node)) add(node.name);
  else if (ts.isModuleDeclaration(node)) add(node.name);
}

/** Whether it says `declare`. */
export function isDeclared(node: ts.Node): boolean {
  if (!ts.canHaveModifiers(node)) return false;
  return ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) ?? false;
}
