import { guestText } from "../limits/sandbox_error.ts";
import { closureHashes } from "./closure_hash.ts";
import type { CompileDiagnostic, CompiledModule, ModuleImport } from "./compiled.ts";
import { missingNames, type Resolved } from "./_missing_names.ts";
import { moduleGraph } from "./module_graph.ts";
import { resolveImport } from "./resolve_import.ts";
import { isDeclarationPath } from "./source_path.ts";
import type { FoundImport, Transpiled } from "./transpiled.ts";

/** One file that was compiled. */
export interface Unlinked {
  readonly path: string;
  readonly sha256: string;
  readonly result: Transpiled;
}

/** Modules in the order of loading, or what is wrong. */
export interface Linked {
  readonly modules: readonly CompiledModule[];
  readonly diagnostics: readonly CompileDiagnostic[];
  readonly cycles: readonly (readonly string[])[];
}

/** What imports may lead to beside the files. */
export interface LinkOptions {
  /** The bare names that were granted. */
  readonly grants: ReadonlySet<string>;
  /** Whether any remote module was granted. */
  readonly isRemote: boolean;
}

/** Resolves every import of every file to the files that there are, and to what was granted. */
export function link(files: readonly Unlinked[], options: LinkOptions): Linked {
  const { grants, isRemote } = options;
  const paths = new Set(files.map(({ path }) => path));
  const diagnostics: CompileDiagnostic[] = [];
  const resolved = new Map<string, ModuleImport[]>();
  const leading: Resolved[] = [];
  const data = new Set<string>();
  for (const { path, result } of files) {
    for (const one of result.diagnostics) diagnostics.push({ ...one, file: path, message: shortened(one.message) });
    const imports: ModuleImport[] = [];
    const leads = new Map<FoundImport, string>();
    for (const one of result.imports) {
      const found = resolveOne(one, { from: path, paths, grants, isRemote });
      if (typeof found !== "string") diagnostics.push({ file: path, line: one.line, column: one.column, ...found });
      else if (one.kind === "static" || one.kind === "dynamic") {
        leads.set(one, found);
        const { specifier, kind, line, column } = one;
        imports.push({ specifier, to: found, kind, line, column });
        if (found.endsWith(".json")) data.add(found);
      }
    }
    resolved.set(path, imports);
    leading.push({ path, result, leads });
  }
  diagnostics.push(...missingNames(leading));
  // A JSON file that nobody imports is no module, and need not be JSON.
  const isModule = (path: string) => !isDeclarationPath(path) && (!path.endsWith(".json") || data.has(path));
  const wrong = diagnostics.filter(({ file }) => isModule(file) || isDeclarationPath(file));
  const modules = new Map(files.filter(({ path }) => isModule(path)).map((file) => [file.path, file]));
  const imports = new Map([...modules.keys()].map((path) => [path, resolved.get(path)!.map(({ to }) => to)]));
  const { units, cycles } = moduleGraph(imports);
  if (wrong.length > 0) return { modules: [], diagnostics: wrong, cycles };

  const hashes = new Map([...modules].map(([path, { sha256 }]) => [path, sha256]));
  const closures = closureHashes({ imports, hashes });
  const linked = units.flat().map((path): CompiledModule => {
    const { sha256, result: { code, map, importMeta } } = modules.get(path)!;
    const kind = path.endsWith(".json") ? "json" : "js";
    const closureSha256 = closures.get(path)!;
    const module = { path, kind, sha256, closureSha256, imports: resolved.get(path)!, importMeta, code } as const;
    return map === undefined ? module : { ...module, map };
  });
  return { modules: linked, diagnostics: [], cycles };
}

interface Place extends LinkOptions {
  readonly from: string;
  readonly paths: ReadonlySet<string>;
}

type Wrong = Pick<CompileDiagnostic, "code" | "message" | "specifier">;

/** Where an import leads, or what is wrong with it. */
function resolveOne({ specifier, kind, attribute }: FoundImport, place: Place): string | Wrong {
  const shown = guestText(specifier);
  const found = kind === "reference" ? { outcome: "denied" } as const : resolveImport(specifier, place);
  if (found.outcome === "denied" && place.isRemote && specifier.startsWith("npm:")) {
    const message = `${shown} is resolved by nobody here: import it by a URL that serves it as a module of JavaScript`;
    return { code: "IMPORT_SCHEME", message };
  }
  if (found.outcome === "denied") {
    return { code: "IMPORT_DENIED", message: `The import of ${shown} was not granted`, specifier };
  }
  if (found.outcome === "missing") return { code: "TS2307", message: `There is no ${shown}${hint(found.to, place)}` };
  const isData = found.to.endsWith(".json");
  if (kind === "type") {
    const isKnown = attribute === undefined || attribute === "json" || attribute === "resolution-mode";
    return isKnown ? found.to : wrongType(`${shown} cannot be imported as ${guestText(attribute)}`);
  }
  if (isDeclarationPath(found.to)) return wrongType(`${shown} has only types: import type`);
  if (isData && attribute !== "json") return wrongType(`${shown} is imported with { type: "json" }`);
  if (!isData && attribute !== undefined) return wrongType(`${shown} cannot be imported as ${guestText(attribute)}`);
  return found.to;
}

function wrongType(message: string): Wrong {
  return { code: "IMPORT_TYPE", message };
}

/** The file that may have been meant: a module is named with its extension. */
function hint(to: string, { paths }: Place): string {
  const stem = to.replace(/\.\w+$/, "");
  const meant = [to, stem].flatMap((name) =>
    [".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", "/mod.ts"].map((end) => name + end)
  );
  const found = meant.find((path) => paths.has(path));
  return found === undefined ? "" : `; there is ${found}`;
}

/** What is said of hostile text may be as long as that. */
function shortened(message: string): string {
  return message.length <= 1000 ? message : `${message.slice(0, 1000)}…`;
}
