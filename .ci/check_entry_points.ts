/**
 * The entry points of each package: subpaths are kebab-case, every file behind one begins with a `@module`
 * manual, and `deno doc --lint` is content with all of them together. Together, and beside those of the other
 * packages, because a type that only one of them exports counts as private when the others are linted alone.
 *
 * Cannot see: whether the words are true, and members of interfaces that a computed type hides.
 */
import { deno } from "./lib/command.ts";
import { declaredNames, docProblems } from "./lib/doc_lint.ts";
import { report } from "./lib/report.ts";
import { type Member, readMembers } from "./lib/workspace.ts";

const KEBAB = /^\.(\/[a-z][a-z0-9]*(-[a-z0-9]+)*)*$/;

interface DocJson {
  nodes: Record<string, { module_doc?: { tags?: { kind: string }[] } }>;
}

/** Finds what is wrong with the entry points of one package, seen beside the entry files of others. */
export async function checkEntryPoints(member: Member, beside: readonly string[] = []): Promise<string[]> {
  const { name, path, exports } = member;
  const entries = Object.entries(exports);
  if (entries.length === 0) return [`${name}: a package has entry points, missing "exports"`];
  const problems = entries
    .filter(([subpath]) => !KEBAB.test(subpath))
    .map(([subpath]) => `${name}: subpaths are kebab-case without an ending, got ${subpath}`);
  const files = [...new Set(Object.values(exports))];
  const { code, output } = await deno(["doc", "--json", ...files], { cwd: path });
  if (code !== 0) return [...problems, `${name}: deno doc failed\n${output}`];
  const { nodes }: DocJson = JSON.parse(output.slice(output.indexOf("{")));
  for (const file of files) {
    const url = Object.keys(nodes).find((url) => url.endsWith(file.replace(/^\./, "")));
    const tags = url === undefined ? [] : nodes[url]?.module_doc?.tags ?? [];
    if (!tags.some(({ kind }) => kind === "module")) {
      problems.push(`${name}: an entry point begins with its manual, missing @module in ${file}`);
    }
  }
  const lint = await deno(["doc", "--lint", ...new Set([...files, ...beside])], { cwd: path });
  if (lint.code === 0) return problems;
  const names = declaredNames(await readSources([path, ...beside.map((file) => file.replace(/\/[^/]*$/, ""))]));
  const found = docProblems(lint.output, { path, declares: (type) => names.has(type) });
  return [...problems, ...found.map((problem) => `${name}: ${problem}`)];
}

/** The text of all TypeScript below some folders. */
async function readSources(folders: readonly string[]): Promise<string[]> {
  const sources: string[] = [];
  for (const folder of new Set(folders)) {
    for (const entry of Deno.readDirSync(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory && entry.name !== "node_modules") sources.push(...await readSources([path]));
      else if (/\.tsx?$/.test(entry.name)) sources.push(await Deno.readTextFile(path));
    }
  }
  return sources;
}

if (import.meta.main) {
  const members = await readMembers();
  const entries = ({ path, exports }: Member) =>
    Object.values(exports).map((file) => `${path}/${file.replace("./", "")}`);
  const found = members.map((member) =>
    checkEntryPoints(member, members.filter((other) => other !== member).flatMap(entries))
  );
  report("entry points", (await Promise.all(found)).flat());
}
