import { ArgumentError } from "@superlearner/otp";
import { checkMaps } from "../limits/check_values.ts";

/** Modules and what each imports; what is imported and is no module itself counts as a leaf. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Modules as they depend on one another. */
export interface ModuleGraph {
  /**
   * Every module once, what is imported before who imports it. A unit of several is a cycle of imports: legal, and loaded as
   * one. The order is the same for the same modules.
   */
  readonly units: readonly (readonly string[])[];
  /** The units of more than one module, or of one that imports itself. */
  readonly cycles: readonly (readonly string[])[];
}

/**
 * Puts modules into the order in which they can be loaded, cycles as units (Tarjan's strongly connected components).
 *
 * @throws {ArgumentError} If the imports are none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { moduleGraph } from "@superlearner/sandbox";
 *
 * const { units, cycles } = moduleGraph(new Map([["/main", ["/a"]], ["/a", ["/b"]], ["/b", ["/a"]]]));
 * assertEquals(units, [["/a", "/b"], ["/main"]]);
 * assertEquals(cycles, [["/a", "/b"]]);
 * ```
 */
export function moduleGraph(imports: Imports): ModuleGraph {
  checkImports(imports);
  const units: string[][] = [];
  const cycles: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const open: string[] = [];
  const isOpen = new Set<string>();

  for (const root of [...imports.keys()].sort()) if (!index.has(root)) visit(root);
  return { units, cycles };

  // A chain of imports may be as long as there are modules, so the stack is our own.
  function visit(root: string): void {
    const stack = [enter(root)];
    while (stack.length > 0) {
      const frame = stack.at(-1)!;
      const next = frame.left.pop();
      if (next === undefined) {
        stack.pop();
        leave(frame.module, stack.at(-1)?.module);
      } else if (!index.has(next)) stack.push(enter(next));
      else if (isOpen.has(next)) lower(frame.module, index.get(next)!);
    }
  }

  function enter(module: string): { readonly module: string; readonly left: string[] } {
    index.set(module, index.size);
    low.set(module, index.get(module)!);
    open.push(module);
    isOpen.add(module);
    const left = [...new Set(imports.get(module))].filter((one) => imports.has(one)).sort().reverse();
    return { module, left };
  }

  function leave(module: string, importer: string | undefined): void {
    const lowest = low.get(module)!;
    if (importer !== undefined) lower(importer, lowest);
    if (lowest !== index.get(module)) return;
    const unit = open.splice(open.lastIndexOf(module)).sort();
    for (const one of unit) isOpen.delete(one);
    units.push(unit);
    if (unit.length > 1 || imports.get(module)!.includes(module)) cycles.push(unit);
  }

  function lower(module: string, to: number): void {
    if (to < low.get(module)!) low.set(module, to);
  }
}

/**
 * The modules that import one of these, directly or by others, and these themselves; in no order of loading, sorted.
 *
 * @throws {ArgumentError} If there are none, or the imports are none.
 */
export function importersOf(changed: Iterable<string>, imports: Imports): string[] {
  checkImports(imports);
  // A single path is a text, and so would be taken for the letters that it has.
  if (typeof changed !== "object" || changed === null || !(Symbol.iterator in changed)) {
    throw new ArgumentError(ACTION, { rule: "what has changed is a list of paths", value: changed });
  }
  const importers = new Map<string, string[]>();
  for (const [module, targets] of imports) {
    for (const target of targets) {
      const known = importers.get(target);
      if (known === undefined) importers.set(target, [module]);
      else known.push(module);
    }
  }
  const found = new Set(changed);
  for (const module of found) for (const importer of importers.get(module) ?? []) found.add(importer);
  return [...found].sort();
}

const ACTION = "order modules";

function checkImports(imports: Imports): void {
  checkMaps(ACTION, { imports: imports ?? null });
  for (const list of imports.values()) {
    if (!Array.isArray(list)) {
      throw new ArgumentError(ACTION, { rule: "each module has a list of imports", value: list });
    }
  }
}
