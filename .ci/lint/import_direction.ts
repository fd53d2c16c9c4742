import { LAYERS, type Layers, type PackageLayers } from "../layers.ts";
import { visitImports } from "./imports.ts";
import { locate, place, type Where } from "./where.ts";

const SCOPE = "@superlearner/";

/** One import, from a file that has its place. */
export interface Edge {
  from: Where;
  specifier: string;
  typeOnly: boolean;
}

/**
 * `import-direction`: imports run the way `.ci/layers.ts` says, between packages and between the folders of a
 * package; nothing leaves its package by a relative path; `_private.ts` is imported by its own folder only; what
 * ships imports no tests and no suites. Tests and benchmarks may use what `.ci` offers. A package imports itself by
 * relative paths; only its examples use its name.
 *
 * Cannot see: a computed specifier, a file named by URL, a cycle between files of one folder.
 */
export function importDirection(layers: Layers = LAYERS): Deno.lint.Rule {
  return {
    create(ctx) {
      const from = locate(ctx.filename);
      if (!from) return {};
      return visitImports(({ specifier, typeOnly, node }) => {
        const message = objection({ from, specifier, typeOnly }, layers);
        if (message) ctx.report({ node, message, hint: "The table is .ci/layers.ts" });
      });
    },
  };
}

/** What is wrong with an import, if anything. */
export function objection({ from, specifier, typeOnly }: Edge, layers: Layers): string | undefined {
  const own = layers[from.package];
  if (/^\.\.?\//.test(specifier)) {
    const target = resolve(from.path, specifier);
    const to = target === undefined ? undefined : place(target);
    const helper = from.kind !== "shipped" && to?.package === ".ci";
    if (!to || (own && to.package !== from.package && !helper)) {
      return `A relative import stays in its package, got ${specifier}`;
    }
    return inside(from, to, { own, typeOnly });
  }
  if (!own) return undefined;
  if (specifier.startsWith(SCOPE)) return between(from, specifier.slice(SCOPE.length).split("/")[0]!, own);
  if (from.kind !== "shipped") return undefined;
  if (specifier.startsWith("node:")) {
    return permits(own.builtin, from) ? undefined : `${zone(from)} imports no Node modules, got ${specifier}`;
  }
  return permits(own.external, from) ? undefined : `${zone(from)} imports no packages of others, got ${specifier}`;
}

function between(from: Where, to: string, { uses }: PackageLayers): string | undefined {
  if (to === from.package && from.folder === "examples") return undefined; // as a user would, who is to read it
  if (to === from.package) return `A package imports itself by relative paths, got ${SCOPE}${to}`;
  if (uses.includes(to)) return undefined;
  return `${from.package} may import ${uses.join(", ") || "no other package"}, got ${to}`;
}

interface Rules {
  own: PackageLayers | undefined;
  typeOnly: boolean;
}

function inside(from: Where, to: Where, { own, typeOnly }: Rules): string | undefined {
  const sameFolder = dirname(from.path) === dirname(to.path);
  if (to.name.startsWith("_") && !sameFolder) return `A _private file serves its own folder only, got ${to.path}`;
  if (from.kind !== "shipped") return undefined;
  if (["test", "suite", "bench", "testdata"].includes(to.kind)) return `What ships imports no tests, got ${to.path}`;
  if (!own?.folders) return undefined;
  if (from.folder === to.folder && from.folder !== ".") return undefined;
  if (typeOnly && own.types?.includes(to.inside)) return undefined;
  const allowed = own.folders[from.folder === "." && from.name in own.folders ? from.name : from.folder];
  if (!allowed) return `Every folder that imports another is in the table, missing ${from.package}/${from.folder}`;
  if (["*", to.folder, to.inside].some((one) => allowed.includes(one))) return undefined;
  return `${zone(from)} may import ${allowed.join(", ") || "no other folder"}, got ${to.inside}`;
}

function permits(list: readonly string[] | undefined, { folder }: Where): boolean {
  return !!list && (list.includes("*") || list.includes(folder));
}

function zone({ package: name, folder, inside }: Where): string {
  return folder === "." ? `${name}/${inside}` : `${name}/${folder}`;
}

function dirname(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** A path relative to the repository, or `undefined` for one that leaves it. */
function resolve(from: string, specifier: string): string | undefined {
  const parts = dirname(from).split("/").filter(Boolean);
  for (const part of specifier.split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}
