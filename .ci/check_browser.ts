/**
 * What a browser may load (the table is `BROWSER` in `layers.ts`) imports nothing of Node's, mentions neither
 * `Deno` nor the global `process`, and type-checks with a browser's types alone.
 *
 * Cannot see: what packages of others do, what a dynamic import loads (it may well be for the server only), and
 * globals that are reached by a computed name.
 */
import { BROWSER, type BrowserSafe } from "./layers.ts";
import { place } from "./lint/where.ts";
import { deno } from "./lib/command.ts";
import { report } from "./lib/report.ts";
import { fromFileUrl, type Member, readConfig, readLinks, readMembers, ROOT, slashes } from "./lib/workspace.ts";

const LIB = ["dom", "dom.iterable", "dom.asynciterable", "esnext"];

interface InfoJson {
  modules: { specifier: string; dependencies?: Dependency[] }[];
}
interface Dependency {
  specifier: string;
  isDynamic?: boolean;
  code?: { specifier?: string };
}

/** The repository as the check needs it. */
export interface House {
  root: string;
  members: Member[];
  /** Stand-ins for published packages, which are taken to be what those are: fit for a browser. @default none */
  links?: Member[];
}

/** Finds what a browser would stumble over in one package. */
export async function checkBrowser(member: Member, safe: BrowserSafe, house: House): Promise<string[]> {
  const missing = safe.entries.filter((subpath) => !member.exports[subpath]);
  if (missing.length > 0) {
    return [`${member.name}: browser-safe entry points are exported, missing ${missing.join(", ")}`];
  }
  const entries = safe.entries.map((subpath) => `${member.path}/${member.exports[subpath]!.replace(/^\.\//, "")}`);
  for (const folder of safe.folders) entries.push(...await shippedFiles(`${member.path}/${folder}`, house.root));
  if (entries.length === 0) return [];
  const { files, problems } = await walk(entries, house);
  const config = await writeConfig(member, house);
  const options = ["--config", config, "--no-lock"];
  try {
    const { code, output } = await deno(["check", ...options, ...entries], { cwd: house.root });
    // The type checker follows dynamic imports as well: what is wrong only behind one is no concern of a browser.
    const places = [...output.matchAll(/at (file:\/\/\S+?):\d+:\d+/g)].map(([, url]) => slashes(fromFileUrl(url!)));
    if (code !== 0 && (places.length === 0 || places.some((place) => files.includes(place)))) {
      problems.push(`${member.name}: type check with a browser's types\n${output.trim()}`);
    }
    const lint = await deno(["lint", "--config", config, "--compact", ...files], { cwd: house.root });
    if (lint.code !== 0) problems.push(`${member.name}: globals of the server\n${lint.output.trim()}`);
  } finally {
    await Deno.remove(config.slice(0, config.lastIndexOf("/")), { recursive: true });
  }
  return problems;
}

/** Every file that is loaded with the entries, and the imports of Node's modules among them. */
async function walk(
  entries: string[],
  { root, links = [] }: House,
): Promise<{ files: string[]; problems: string[] }> {
  const files = new Set<string>();
  const problems = new Set<string>();
  for (const entry of entries) {
    if (files.has(entry)) continue;
    const { code, output } = await deno(["info", "--json", entry], { cwd: root });
    if (code !== 0) return { files: [], problems: [`${entry.slice(root.length + 1)}: deno info\n${output.trim()}`] };
    const { modules }: InfoJson = JSON.parse(output.slice(output.indexOf("{")));
    const graph = new Map(modules.map((one) => [one.specifier, one.dependencies ?? []]));
    const path = (url: string) => slashes(fromFileUrl(url));
    const queue = [...graph.keys()].filter((url) => url.startsWith("file:") && path(url) === entry);
    for (const url of queue) {
      const file = path(url);
      if (files.has(file) || links.some((link) => file.startsWith(`${link.path}/`))) continue;
      files.add(file);
      for (const { specifier, isDynamic, code } of graph.get(url) ?? []) {
        if (specifier.startsWith("node:")) {
          problems.add(
            `${file.slice(root.length + 1)}: what a browser loads imports nothing of Node's, got ${specifier}`,
          );
        }
        if (code?.specifier?.startsWith("file:") && !isDynamic) queue.push(code.specifier);
      }
    }
  }
  return { files: [...files], problems: [...problems] };
}

/**
 * A configuration of its own, outside the workspace: a member's types follow the workspace's configuration, so
 * the browser's can only be had apart from it, with the names of our packages mapped by hand.
 */
async function writeConfig(member: Member, { root, members, links = [] }: House): Promise<string> {
  const { imports = {}, compilerOptions = {} } = await readConfig(`${root}/deno.json`);
  const ours: Record<string, string> = {};
  for (const { name, path, exports } of [...members, ...links]) {
    for (const [subpath, file] of Object.entries(exports)) {
      ours[name + subpath.slice(1)] = new URL(`file:///${path.replace(/^\//, "")}/${file.replace(/^\.\//, "")}`).href;
    }
  }
  const folder = slashes(await Deno.makeTempDir());
  await Deno.writeTextFile(
    `${folder}/deno.json`,
    JSON.stringify({
      imports: { ...imports, ...member.imports, ...ours },
      compilerOptions: { ...compilerOptions, ...member.compilerOptions, lib: LIB },
      lint: {
        plugins: [import.meta.resolve("./lint/browser_globals.ts")],
        rules: { tags: [], include: ["browser/globals"] },
      },
    }),
  );
  return `${folder}/deno.json`;
}

async function shippedFiles(folder: string, root: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isFile, isDirectory } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...await shippedFiles(path, root));
    if (isFile && /\.tsx?$/.test(name) && place(path.slice(root.length + 1)).kind === "shipped") found.push(path);
  }
  return found.sort();
}

if (import.meta.main) {
  const [members, links] = [await readMembers(), await readLinks()];
  const problems: string[] = [];
  for (const member of members) {
    const safe = BROWSER[member.folder];
    if (safe) problems.push(...await checkBrowser(member, safe, { root: ROOT, members, links }));
  }
  report("browser", problems);
}
