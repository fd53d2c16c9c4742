/**
 * Words that no file of the repository holds: paths and hosts of the machine it happens to be on, hosts of package
 * registries, an ignored house rule without a reason, a conflict that was left over.
 *
 * Cannot see: a path or host that is put together at run time, files that are no text, and machines other than
 * this one beyond the usual home folders.
 */
import { listFiles } from "./lib/files.ts";
import { report } from "./lib/report.ts";
import { ROOT } from "./lib/workspace.ts";

/** A word, and what to say about it. */
export interface Banned {
  pattern: RegExp;
  why: string;
}

const ALWAYS: Banned[] = [
  { pattern: /(?<![\w.$~)}*-])\/(?:root|home\/[a-z][\w-]*|Users\/[A-Za-z][\w-]*)\//, why: "a path of one machine" },
  { pattern: /\b[A-Z]:\\+Users\\/, why: "a path of one machine" },
  { pattern: /\bregistry\.(?:npmjs\.org|yarnpkg\.com)|\b(?:deb|security)\.debian\.org/, why: "a registry's host name" },
  {
    pattern: /deno-lint-ignore(?:-file)?\s+[^\n]*superlearner\/(?!.*--\s*\S)/,
    why: "a house rule ignored without -- why",
  },
  { pattern: /^(?:<{7}|>{7}|\|{7})(?: |$)/, why: "a merge conflict" },
];

/** What is banned on this machine in addition: its own name, this folder, and the registry it was given. */
export function machineWords(root: string = ROOT): Banned[] {
  const { HOME, npm_config_registry: registry } = Deno.env.toObject();
  const words = [
    // A folder right below the root of the disk has a name like any word.
    [root.split("/").length > 2 ? root : "", "a path of one machine"],
    [HOME && HOME.length > 6 ? HOME : "", "a path of one machine"],
    [Deno.hostname().length > 6 ? Deno.hostname() : "", "this machine's name"],
    [registry && URL.canParse(registry) ? new URL(registry).host : "", "a registry's host name"],
  ] as const;
  return words.flatMap(([word, why]) => word ? [{ pattern: new RegExp(`${RegExp.escape(word)}(?![\\w-])`), why }] : []);
}

/** Finds the banned words of one file. */
export function findWords(path: string, text: string, banned: Banned[]): string[] {
  return text.split("\n").flatMap((line, index) =>
    banned
      .filter(({ pattern }) => pattern.test(line))
      .map(({ why }) => `${path}:${index + 1}: ${why}, got ${line.trim().slice(0, 80)}`)
  );
}

/** Finds the banned words of every text file. */
export async function checkWords(root: string = ROOT): Promise<string[]> {
  const banned = [...ALWAYS, ...machineWords(ROOT)];
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const found = await Promise.all((await listFiles(root)).map(async (path) => {
    try {
      return findWords(path, decoder.decode(await Deno.readFile(`${root}/${path}`)), banned);
    } catch (error) {
      if (error instanceof TypeError) return []; // No text.
      throw error;
    }
  }));
  return found.flat();
}

if (import.meta.main) report("words", await checkWords());
