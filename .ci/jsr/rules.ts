import { visitImports } from "../lint/imports.ts";
import { place } from "../lint/where.ts";
import type { Package } from "./package.ts";

/** Left behind by tools. */
const LEFTOVER = /(^|\/)__snapshots__\/|\.(snap|lock|tmp)$/;
const RELATIVE = /^\.{1,2}\//;
const PROGRAM = /\.tsx?$/;

/**
 * The files of a package that no user needs: tests, fixtures, benches, suites, examples, and programs that no entry
 * point reaches, as the sources of what is built into `dist/`.
 *
 * Cannot see: whether something else than a program is read by anybody. Runs in tests only.
 */
export function unwantedFiles({ name, exports, files }: Package): string[] {
  const reached = reachedFiles(exports, files);
  return [...files.keys()].flatMap((path) => {
    // The folder that `place` expects in front is the package's.
    const { kind } = place(`package/${path}`);
    if (kind !== "shipped") return `${name} publishes a file that is for us only: ${path} (${kind})`;
    if (LEFTOVER.test(path)) return `${name} publishes what a tool left behind: ${path}`;
    if (PROGRAM.test(path) && !reached.has(path)) return `${name} publishes what no entry point reaches: ${path}`;
    return [];
  });
}

/** The files of a package that its entry points import, directly or by others. */
function reachedFiles(exports: Package["exports"], files: Package["files"]): Set<string> {
  const reached = new Set<string>();
  const open = Object.values(exports).map((file) => file.replace(/^\.\//, ""));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const body = files.get(path);
    if (!body || reached.has(path)) continue;
    reached.add(path);
    if (!PROGRAM.test(path)) continue;
    for (const specifier of specifiersOf(path, new TextDecoder().decode(body))) {
      if (RELATIVE.test(specifier)) open.push(new URL(specifier, `file:///${path}`).pathname.slice(1));
    }
  }
  return reached;
}

/**
 * What the files of a package import, and its exports name, that a user will not find: files that are not published,
 * entry points that another package does not have, and names that only our workspace knows.
 *
 * Cannot see: a path that is computed. Runs in tests only, as the parser of the linter does.
 */
export function unresolved({ name, version, exports, files }: Package, known: ReadonlyMap<string, Package>): string[] {
  const problems = Object.entries(exports)
    .filter(([, file]) => !files.has(file.replace(/^\.\//, "")))
    .map(([subpath, file]) => `${name} exports what it does not publish: ${subpath} is ${file}`);
  const base = `https://registry/${name}/${version}/`;
  for (const [path, body] of files) {
    if (!PROGRAM.test(path)) continue;
    for (const specifier of specifiersOf(path, new TextDecoder().decode(body))) {
      const why = problemOf(specifier, { base, path, files, known });
      if (why !== undefined) problems.push(`${name}: ${path} imports ${specifier}, ${why}`);
    }
  }
  return problems;
}

interface From {
  base: string;
  path: string;
  files: Package["files"];
  known: ReadonlyMap<string, Package>;
}

function problemOf(specifier: string, { base, path, files, known }: From): string | undefined {
  if (RELATIVE.test(specifier)) {
    const { href } = new URL(specifier, base + path);
    if (!href.startsWith(base)) return "which lies outside of the package";
    // A folder is where something is looked for, not something that is there.
    return href.endsWith("/") || files.has(href.slice(base.length)) ? undefined : "which is not published";
  }
  if (/^(npm|node|data):/.test(specifier)) return undefined;
  const jsr = /^jsr:\/?(@[^/]+\/[^/@]+)(?:@[^/]+)?(\/.+)?$/.exec(specifier);
  if (!jsr) return "which only our workspace knows";
  const other = known.get(jsr[1]!);
  if (!other) return "a package that is not there";
  return `.${jsr[2] ?? ""}` in other.exports ? undefined : `which ${other.name} does not export`;
}

/** What a file imports, in whatever way, and what it names by a URL relative to itself. */
function specifiersOf(path: string, source: string): Set<string> {
  const specifiers = new Set<string>();
  const rule: Deno.lint.Rule = {
    create: ({ sourceCode }) => ({
      ...visitImports(({ specifier }) => void specifiers.add(specifier)),
      NewExpression({ callee, arguments: [first, second] }) {
        const beside = second && sourceCode.getText(second) === "import.meta.url";
        if (beside && callee.type === "Identifier" && callee.name === "URL") add(first);
      },
      CallExpression({ callee, arguments: [first] }) {
        if (sourceCode.getText(callee) === "import.meta.resolve") add(first);
      },
    }),
  };
  const add = (node: Deno.lint.Node | undefined) => {
    if (node?.type === "Literal" && typeof node.value === "string") specifiers.add(node.value);
  };
  Deno.lint.runPlugin({ name: "jsr", rules: { specifiers: rule } }, `/${path}`, source);
  return specifiers;
}
