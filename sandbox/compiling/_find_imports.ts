import ts from "npm:typescript@~6.0";
import { askedNames } from "./_find_names.ts";
import type { FoundImport, ImportKind } from "./transpiled.ts";

/** What a module asks for, found in its syntax tree. */
export interface ImportsFound {
  readonly imports: readonly FoundImport[];
  readonly importMeta: boolean;
  /** Whether there is syntax that engines do not have yet: decorators and `accessor`. */
  readonly isAhead: boolean;
}

/** Finds the imports of a module, those of its types included; `erased` are import declarations and names that will be gone. */
export function findImports(file: ts.SourceFile, erased: ReadonlySet<ts.Node> = new Set()): ImportsFound {
  const imports: FoundImport[] = [];
  let importMeta = false;
  let isAhead = false;

  const add = (kind: ImportKind, literal: ts.Node | undefined, { attributes, ...asked }: Asked = {}) => {
    if (literal === undefined || !ts.isStringLiteralLike(literal)) return; // a computed one is the linker's business
    const { line, character } = file.getLineAndCharacterOfPosition(literal.getStart(file));
    const attribute = attributeOf(attributes);
    const specifier = literal.text;
    imports.push({ specifier, kind, ...attribute, line: line + 1, column: character + 1, ...asked });
  };

  const addDeclared = (kind: ImportKind, node: ts.ImportDeclaration | ts.ExportDeclaration) => {
    const names = kind === "static" ? askedNames(node, { file, erased }) : [];
    add(kind, node.moduleSpecifier, {
      attributes: node.attributes,
      ...(names.length === 0 ? {} : { names }),
      ...(ts.isExportDeclaration(node) && node.exportClause === undefined ? { isStar: true } : {}),
    });
  };

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      const kind = erased.has(node) || node.importClause?.isTypeOnly ? "type" : "static";
      addDeclared(kind, node);
    } else if (ts.isExportDeclaration(node)) {
      addDeclared(node.isTypeOnly ? "type" : "static", node);
    } else if (ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)) {
      add(node.isTypeOnly ? "type" : "static", node.moduleReference.expression);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add("type", node.argument.literal, { attributes: node.attributes });
    } else if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) {
      add("type", node.name);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [literal, options] = node.arguments;
      add("dynamic", literal);
      const type = options === undefined ? undefined : typeOf(options);
      const last = imports.at(-1);
      if (type !== undefined && last !== undefined && literal !== undefined && ts.isStringLiteralLike(literal)) {
        imports[imports.length - 1] = { ...last, attribute: type };
      }
    } else if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
      importMeta ||= node.name.text === "meta";
    } else if (ts.isDecorator(node) || node.kind === ts.SyntaxKind.AccessorKeyword) isAhead = true;
    ts.forEachChild(node, visit);
  };
  visit(file);

  for (const { fileName, pos } of [...file.referencedFiles, ...file.typeReferenceDirectives]) {
    const { line, character } = file.getLineAndCharacterOfPosition(pos);
    imports.push({ specifier: fileName, kind: "reference", line: line + 1, column: character + 1 });
  }
  return { imports, importMeta, isAhead };
}

interface Asked extends Pick<FoundImport, "names" | "isStar"> {
  readonly attributes?: ts.ImportAttributes | undefined;
}

function attributeOf(attributes: ts.ImportAttributes | undefined): { attribute?: string } {
  const [first, more] = attributes?.elements ?? [];
  if (first === undefined) return {};
  if (more !== undefined || first.name.text !== "type") return { attribute: (more ?? first).name.text };
  return { attribute: ts.isStringLiteral(first.value) ? first.value.text : "a computed type" };
}

/** The type that `import("x", { with: { type: "json" } })` says; what cannot be read off counts as another. */
function typeOf(options: ts.Expression): string {
  if (!ts.isObjectLiteralExpression(options)) return "computed options";
  const given = propertyOf(options, "with");
  if (given === undefined || !ts.isObjectLiteralExpression(given)) return "computed options";
  const type = propertyOf(given, "type");
  return type !== undefined && ts.isStringLiteralLike(type) ? type.text : "computed options";
}

function propertyOf({ properties }: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  const [first, more] = properties;
  if (first === undefined || more !== undefined || !ts.isPropertyAssignment(first)) return undefined;
  const { name: key } = first;
  return (ts.isIdentifier(key) || ts.isStringLiteral(key)) && key.text === name ? first.initializer : undefined;
}
