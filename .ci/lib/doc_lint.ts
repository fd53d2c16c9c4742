import { slashes } from "./workspace.ts";

const COLOURS = new RegExp(String.raw`\u001b\[[0-9;]*m`, "g");

/** Whose findings count, and what is ours. */
export interface DocLintOptions {
  /** The package's folder, absolute: findings in other places are left out. */
  path: string;
  /** Whether a name is declared in the repository. */
  declares: (name: string) => boolean;
}

/**
 * What `deno doc --lint` found in a package, one text a finding, less the types of other people's packages: it calls
 * them private, since their documentation is not here.
 */
export function docProblems(output: string, { path, declares }: DocLintOptions): string[] {
  const findings = output.replaceAll(COLOURS, "").split(/^(?=error\[)/m).filter((text) => text.startsWith("error["));
  return findings.filter((text) => {
    const where = slashes(/--> (.+?):\d+:\d+/.exec(text)?.[1] ?? "");
    if (!where.startsWith(`${path}/`)) return false;
    const type = /references private type '([^'.]+)/.exec(text)?.[1];
    return type === undefined || declares(type);
  }).map((text) => text.trim());
}

/** The names that sources declare, exported or not. */
export function declaredNames(sources: readonly string[]): Set<string> {
  const declaration =
    /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:class|interface|type|enum|namespace|function\*?|const|let)\s+([A-Za-z_$][\w$]*)/gm;
  return new Set(sources.flatMap((source) => [...source.matchAll(declaration)].map(([, name]) => name!)));
}
