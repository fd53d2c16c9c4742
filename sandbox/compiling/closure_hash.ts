import { type Imports, moduleGraph } from "./module_graph.ts";
import { sha256 } from "./sha256.ts";

/** What a closure is made of. */
export interface ClosureParts {
  /** What each module imports: paths of other modules, and names that were granted. */
  readonly imports: Imports;
  /** The hash of each module by itself. */
  readonly hashes: ReadonlyMap<string, string>;
}

/**
 * The hash of each module with all that it imports, directly or by others: it is another one as soon as any of that is. The
 * modules of a cycle share what they import, and differ by their name alone.
 */
export function closureHashes({ imports, hashes }: ClosureParts): Map<string, string> {
  const closures = new Map<string, string>();
  for (const unit of moduleGraph(imports).units) {
    const members = new Set(unit);
    const own: string[] = [];
    const below = new Set<string>();
    for (const module of unit) {
      const targets = [...new Set(imports.get(module))].sort();
      own.push(JSON.stringify([module, hashes.get(module), targets]));
      for (const target of targets) if (!members.has(target)) below.add(closures.get(target) ?? target);
    }
    const shared = sha256([...own, "", ...[...below].sort()].join("\n"));
    for (const module of unit) closures.set(module, sha256(`${shared}\n${module}`));
  }
  return closures;
}
