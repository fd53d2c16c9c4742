import ts from "npm:typescript@~6.0";
import { importMarker } from "../guest/import_marker.ts";

/** What a module has of `import()`. */
export interface DynamicImports {
  /** Where each `import` stands that is called. */
  readonly places: readonly number[];
  /** What the literal ones ask for. */
  readonly literals: readonly string[];
  /** Every name in the module, whatever it names. */
  readonly names: ReadonlySet<string>;
}

const KEYWORD = "import";

/** Finds each `import()` of a module. */
export function findDynamicImports(file: ts.SourceFile): DynamicImports {
  const places: number[] = [];
  const literals: string[] = [];
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      places.push(node.expression.getStart(file));
      const [literal] = node.arguments;
      if (literal !== undefined && ts.isStringLiteralLike(literal)) literals.push(literal.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { places, literals, names };
}

/**
 * Puts a function of the guest's realm in the place of `import()`, as the engine could only ask one of the outer realm for the
 * module: at the end of the stack an error of that realm would come in with it.
 *
 * Every line and column stays: the function has a name as long as `import`, that nothing in the module has, and it is brought in
 * on a line of its own at the end. The places are those of the text that the code was made of by blanks; what is blank now
 * was for types.
 */
export function callImports(code: string, { places, literals, names }: DynamicImports): string {
  const left = places.filter((place) => code.startsWith(KEYWORD, place)).sort((a, b) => a - b);
  if (left.length === 0) return code;
  const name = freeName(names);
  let out = "";
  let at = 0;
  for (const place of left) {
    out += code.slice(at, place) + name;
    at = place + KEYWORD.length;
  }
  const line = `import ${name} from ${JSON.stringify(importMarker(literals))};`;
  return `${out}${code.slice(at)}\n${line}\n`;
}

function freeName(names: ReadonlySet<string>): string {
  for (let count = 0;; count++) {
    const name = `imp${count.toString(36).padStart(3, "0")}`;
    if (!names.has(name)) return name;
  }
}
