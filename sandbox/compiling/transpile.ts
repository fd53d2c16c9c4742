import { blankSourceFile } from "npm:ts-blank-space@^0.9";
import ts from "npm:typescript@~6.0";
import { callImports, findDynamicImports } from "./_dynamic_imports.ts";
import { blank, elide } from "./_elide.ts";
import { findImports } from "./_find_imports.ts";
import { exportedNames } from "./_find_names.ts";
import { engineRefusal } from "./_engine_refusal.ts";
import { checkJson } from "./_check_json.ts";
import { originalPlace, type Place } from "./_original_place.ts";
import { isDeclarationPath } from "./source_path.ts";
import type { FoundImport, Transpiled, TranspileInput, TranspileOptions } from "./transpiled.ts";

/** How many diagnostics a file has at most; after that many, more are no help. */
const MOST = 100;

type Found = Transpiled["diagnostics"][number];

/**
 * Makes JavaScript of one file. Its text may be hostile: this may take for ever and all memory, and is made to run where
 * both are limited; it never throws.
 *
 * Types become blanks, so that lines and columns stay. What is more than types (enums, parameter properties, JSX,
 * decorators) is written anew, with a map. In the place of `import()` a function is called that the sandbox brings.
 */
export function transpile(input: TranspileInput, options: TranspileOptions = {}): Transpiled {
  try {
    if (input.path.endsWith(".json")) return jsonOf(input.text);
    return new Transpilation(input, options).run();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // the stack is at its end
    return failed([{ line: 0, column: 0, code: "TOO_DEEP", message: "It is nested too deeply to be compiled" }]);
  }
}

class Transpilation {
  readonly #text: string;
  readonly #jsx: string | undefined;
  readonly #isJsx: boolean;
  readonly #isDeclaration: boolean;
  readonly #file: ts.SourceFile;
  readonly #program: ts.Program;

  constructor({ path, text }: TranspileInput, { jsxImportSource }: TranspileOptions) {
    this.#text = text;
    this.#jsx = jsxImportSource;
    this.#isJsx = /\.[jt]sx$/.test(path);
    // Only the kind of file counts, so that two files of the same text share their result.
    this.#isDeclaration = isDeclarationPath(path);
    const name = `/module${this.#isDeclaration ? ".d.ts" : path.slice(path.lastIndexOf("."))}`;
    const settings: ts.CompilerOptions = {
      ...SETTINGS,
      ...(jsxImportSource === undefined ? {} : { jsxImportSource }),
    };
    this.#file = ts.createSourceFile(name, text, { languageVersion: ts.ScriptTarget.ESNext }, true);
    this.#program = ts.createProgram({ rootNames: [name], options: settings, host: hostOf(this.#file) });
  }

  run(): Transpiled {
    const file = this.#file;
    const refused = this.#program.getSyntacticDiagnostics(file);
    if (refused.length > 0) return failed(refused.map(diagnosticOf));
    if (this.#isDeclaration) return typesOnly(findImports(file));
    const elided = elide(file);
    const found = findImports(file, elided.erased);
    const jsx = this.#isJsx && this.#jsx === undefined ? findJsx(file) : undefined;
    if (jsx !== undefined) {
      const place = placeOf(file, jsx.getStart(file));
      return failed([{ ...place, code: "JSX", message: "JSX is not compiled without a jsxImportSource" }]);
    }
    let isErasable = !this.#isJsx && !found.isAhead;
    const code = isErasable ? blankSourceFile(file, () => isErasable = false) : "";
    const result = isErasable
      ? {
        code: blank(code, elided),
        imports: found.imports,
        importMeta: found.importMeta,
        exports: exportedNames(file, elided.erased),
        diagnostics: [],
        file,
      }
      : this.#rewritten(found.imports, found.isAhead);
    const why = engineRefusal(result.code); // asked of `import()` itself: it knows what may stand within
    if (why !== undefined) {
      const { code, map } = result;
      const place = map === undefined ? why : originalPlace(why, { text: this.#text, code, map });
      return failed(this.#earlyErrors(why.message, place));
    }
    const { file: parsed, ...rest } = result;
    return { ...rest, code: callImports(result.code, findDynamicImports(parsed)) };
  }

  #rewritten(written: readonly FoundImport[], isAhead: boolean): Transpiled & { readonly file: ts.SourceFile } {
    const { outputText, sourceMapText = "" } = ts.transpileModule(this.#text, {
      fileName: this.#file.fileName,
      compilerOptions: {
        ...this.#program.getCompilerOptions(),
        target: isAhead ? ts.ScriptTarget.ES2022 : ts.ScriptTarget.ESNext,
        sourceMap: true,
        noResolve: true,
      },
    });
    const code = outputText.replace(/\n?\/\/# sourceMappingURL=\S*\s*$/, "\n");
    const output = ts.createSourceFile("/module.js", code, { languageVersion: ts.ScriptTarget.ESNext }, true);
    const { imports, importMeta } = findImports(output);
    const keep = imports.map((one): FoundImport => {
      const origins = written.filter(({ specifier, kind }) => specifier === one.specifier && kind !== "reference");
      const { line = 0, column = 0 } = origins[0] ?? {};
      if (one.names === undefined) return { ...one, line, column };
      const asked = new Map(origins.flatMap(({ names = [] }) => names).map((asked) => [asked.name, asked]));
      return { ...one, line, column, names: one.names.map(({ name }) => asked.get(name) ?? { name, line, column }) };
    });
    const isKept = ({ specifier }: FoundImport) => keep.some((one) => one.specifier === specifier);
    const types = written.filter((one) => one.kind === "type" || one.kind === "reference" || !isKept(one));
    const gone = types.map((one) => one.kind === "static" ? { ...one, kind: "type" as const } : one);
    const exports = exportedNames(output);
    return {
      code,
      map: sourceMapText,
      imports: [...keep, ...gone],
      importMeta,
      exports,
      diagnostics: [],
      file: output,
    };
  }

  /** What the engine refuses is known better by the compiler where that finds it: wrong by grammar, or declared twice. */
  #earlyErrors(message: string, { line, column }: Place): Found[] {
    const found = this.#program.getSemanticDiagnostics(this.#file)
      .filter(({ code }) => code < 2000 || code === 2300 || code === 2451)
      .map(diagnosticOf);
    // It finds as well what no engine minds.
    const isFound = found.some((one) => line === 0 || one.line === line);
    return isFound ? found : [{ line, column, code: "SYNTAX", message }];
  }
}

const SETTINGS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  jsx: ts.JsxEmit.ReactJSX,
  newLine: ts.NewLineKind.LineFeed,
  allowJs: true,
  isolatedModules: true,
  useDefineForClassFields: true,
  noLib: true,
  noResolve: true,
  types: [],
};

/** A file system that holds one file. */
function hostOf(file: ts.SourceFile): ts.CompilerHost {
  return {
    getSourceFile: (name) => name === file.fileName ? file : undefined,
    fileExists: (name) => name === file.fileName,
    readFile: () => undefined,
    writeFile: () => {},
    getDefaultLibFileName: () => "/lib.d.ts",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
  };
}

function findJsx(node: ts.Node): ts.Node | undefined {
  if (ts.isJsxElement(node) || ts.isJsxSelfClosingElement(node) || ts.isJsxFragment(node)) return node;
  return ts.forEachChild(node, findJsx);
}

function placeOf(file: ts.SourceFile, at: number): Place {
  const { line, character } = file.getLineAndCharacterOfPosition(at);
  return { line: line + 1, column: character + 1 };
}

function diagnosticOf({ file, start, code, messageText }: ts.Diagnostic): Found {
  const place = file === undefined || start === undefined ? { line: 0, column: 0 } : placeOf(file, start);
  return { ...place, code: `TS${code}`, message: ts.flattenDiagnosticMessageText(messageText, "\n") };
}

function failed(diagnostics: readonly Found[]): Transpiled {
  return { code: "", imports: [], importMeta: false, exports: [], diagnostics: diagnostics.slice(0, MOST) };
}

/** What only declares asks for nothing at run time. */
function typesOnly({ imports }: { readonly imports: readonly FoundImport[] }): Transpiled {
  const types = imports.map((one) => one.kind === "reference" ? one : { ...one, kind: "type" as const });
  return { code: "", imports: types, importMeta: false, exports: [], diagnostics: [] };
}

function jsonOf(text: string): Transpiled {
  const wrong = checkJson(text);
  if (wrong !== undefined) return failed([wrong]);
  return { code: text, imports: [], importMeta: false, exports: ["default"], diagnostics: [] };
}
