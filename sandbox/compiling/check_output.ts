import { isImportUrl } from "../permissions/import_url.ts";
import type { CompileDiagnostic } from "./compiled.ts";

/** What paths in the output of `deno check` stand for. */
export interface CheckedPaths {
  /** The directory of the files, absolute. */
  readonly base: string;
  /** The names that were granted, and where their types are. */
  readonly grants: ReadonlyMap<string, string | undefined>;
  /** The URLs of remote modules, by the absolute path at which the checker has them. @default none */
  readonly remotes?: ReadonlyMap<string, string>;
}

const HEAD = /^(TS\d+) \[(?:ERROR|WARN)\]: (.*)$/;
const PLACE = /^ {4}at (\S+?):(\d+):(\d+)$/;
const MOST = 100;

/**
 * Reads what `deno check` prints (there is no other form of it): head, more lines of the message, the line of the source with
 * marks under it, the place. What lies outside the sandbox is told without its place, in a remote module by its URL, and no path
 * of the host stays.
 */
export function checkDiagnostics(output: string, paths: CheckedPaths): CompileDiagnostic[] {
  const found: CompileDiagnostic[] = [];
  const lines = output.split("\n");
  let own = 0;
  for (let at = 0; at < lines.length && own < MOST; at++) {
    const head = HEAD.exec(lines[at]!);
    if (head === null) continue;
    const body: string[] = [head[2]!];
    let place: RegExpExecArray | null = null;
    // A message has no empty line; the next head begins after one.
    while (place === null && at + 1 < lines.length && lines[at + 1] !== "" && !HEAD.test(lines[at + 1]!)) {
      const line = lines[++at]!;
      place = PLACE.exec(line);
      if (place === null) body.push(line);
    }
    if (/^\s*[~^]+\s*$/.test(body.at(-1)!)) body.splice(-2);
    const file = place === null ? "" : pathOf(place[1]!, paths);
    const isKnown = place !== null && file !== "" && !isImportUrl(file);
    if (!isImportUrl(file)) own++;
    found.push({
      file,
      line: isKnown ? Number(place![2]) : 0,
      column: isKnown ? Number(place![3]) : 0,
      code: head[1]!,
      message: masked(body.join("\n"), paths).slice(0, 1000),
    });
  }
  return found;
}

/** What kept the checker from its work, as it says itself, without a path of the host; none if it says nothing. */
export function checkFault(output: string, paths: CheckedPaths): string | undefined {
  const [, fault] = /^error: (.*)$/m.exec(output) ?? [];
  return fault === undefined ? undefined : masked(fault, paths).slice(0, 500);
}

/** The name of a file in the sandbox, or the URL of a remote module; none for another. */
function pathOf(url: string, { base, remotes }: CheckedPaths): string {
  if (!URL.canParse(url)) return "";
  const { protocol, pathname } = new URL(url);
  const path = decodeURIComponent(pathname).replace(/^\/(?=[A-Za-z]:)/, "");
  const root = base.replaceAll("\\", "/");
  if (protocol !== "file:") return "";
  return path.startsWith(`${root}/`) ? path.slice(root.length) : remotes?.get(path) ?? "";
}

/** A message without paths of the host: the files of the sandbox by their names, what was granted by its own, or its URL. */
function masked(message: string, { base, grants, remotes = new Map() }: CheckedPaths): string {
  let text = message;
  for (const [name, url] of grants) {
    if (url === undefined) continue;
    text = text.replaceAll(url, name);
    if (url.startsWith("file:")) text = text.replaceAll(decodeURIComponent(new URL(url).pathname), name);
  }
  for (const [path, url] of remotes) {
    const stem = path.slice(0, path.lastIndexOf("/module."));
    for (const form of [`file://${path}`, path, `${stem}/module`]) text = text.replaceAll(form, () => url);
  }
  const urls = new Set(remotes.values());
  const root = base.replaceAll("\\", "/");
  text = text.replaceAll(`file://${root}`, "").replaceAll(root, "");
  return text.replaceAll(
    /(?:file|https?):\/\/[^\s'")]+/g,
    (url) => urls.has(url) ? url : url.slice(url.lastIndexOf("/") + 1),
  )
    .replaceAll(
      /import\("(\/[^"]+)"\)/g,
      (whole, path: string) => isShort(path) ? whole : `import("${path.slice(path.lastIndexOf("/") + 1)}")`,
    );

  /** A path in the sandbox, and not one of the types that were granted. */
  function isShort(path: string): boolean {
    return ![...grants.values()].some((url) =>
      url?.startsWith("file:") && path.startsWith(decodeURIComponent(new URL(".", url).pathname))
    );
  }
}
