import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions, isPlainObject } from "../limits/check_options.ts";
import { checkFunctions } from "../limits/check_values.ts";
import type { CompiledModule } from "../compiling/compiled.ts";
import { moduleGraph } from "../compiling/module_graph.ts";

/** What has to be loaded anew for a change, and how far it reaches. */
export interface ReloadPlan {
  /** Modules whose own text differs, and those that are new; sorted, as all. */
  readonly changed: readonly string[];
  /** Modules that are no more. */
  readonly removed: readonly string[];
  /** All that has to be loaded anew: what is imported before who imports it, a cycle as one unit. */
  readonly units: readonly (readonly string[])[];
  /** The modules at which the change ends: they take it, and who imports them need not know. */
  readonly boundaries: readonly string[];
  /** The modules that nobody imports and that take no change: what runs of them has to begin anew, or be migrated. */
  readonly unaccepted: readonly string[];
  /** Modules that import something that is no more. */
  readonly broken: readonly string[];
}

/** What is loaded, and how it takes changes. */
export interface ReloadPlanOptions {
  /** The modules that are loaded now. */
  readonly from: readonly CompiledModule[];
  /** The modules that are to be. */
  readonly to: readonly CompiledModule[];
  /** Whether a module takes a new version of itself, or of what it imports. @default none does */
  readonly accepts?: (path: string) => boolean;
}

/**
 * Finds what a change reaches: from each module that differs upwards through those that import it, until one takes the change
 * or nobody imports it. Within a cycle none can take it for the others, so all of it is reached.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compile, planReload } from "@superlearner/sandbox";
 *
 * const files = { "main.ts": 'import "./server.ts";', "server.ts": 'import "./price.ts";', "price.ts": "1;" };
 * const { modules: from } = await compile({ files });
 * const { modules: to } = await compile({ files: { ...files, "price.ts": "2;" } });
 * const plan = planReload({ from, to, accepts: (path) => path === "/server.ts" });
 * assertEquals(plan.units, [["/price.ts"], ["/server.ts"]]);
 * assertEquals(plan.boundaries, ["/server.ts"]);
 * ```
 */
export function planReload(options: ReloadPlanOptions): ReloadPlan {
  const { from, to, accepts = () => false } = checkPlanOptions(options);
  const before = new Map(from.map((module) => [module.path, module]));
  const after = new Map(to.map((module) => [module.path, module]));
  const targets = (module: CompiledModule) => module.imports.map((one) => one.to);
  const imports = new Map(to.map((module) => [module.path, targets(module)]));
  const removed = [...before.keys()].filter((path) => !after.has(path)).sort();
  const changed = to.filter((module) => differs(before.get(module.path), module)).map(({ path }) => path).sort();

  const { units } = moduleGraph(imports);
  const unitOf = new Map(units.flatMap((unit) => unit.map((path) => [path, unit] as const)));
  const importers = new Map<readonly string[], Set<readonly string[]>>(units.map((unit) => [unit, new Set()]));
  for (const [path, list] of imports) {
    for (const target of list) {
      const below = unitOf.get(target);
      const above = unitOf.get(path)!;
      if (below !== undefined && below !== above) importers.get(below)!.add(above);
    }
  }

  const reached = new Set(changed.map((path) => unitOf.get(path)!));
  const boundaries = new Set<string>();
  const unaccepted = new Set<string>();
  for (const unit of reached) {
    const taking = unit.filter(accepts);
    for (const path of taking) boundaries.add(path);
    if (taking.length > 0) continue;
    const above = importers.get(unit)!;
    if (above.size === 0) { for (const path of unit) unaccepted.add(path); }
    for (const one of above) reached.add(one);
  }
  const gone = new Set(removed);
  return {
    changed,
    removed,
    units: units.filter((unit) => reached.has(unit)),
    boundaries: [...boundaries].sort(),
    unaccepted: [...unaccepted].sort(),
    broken: to.filter((module) => targets(module).some((path) => gone.has(path))).map(({ path }) => path).sort(),
  };
}

const ACTION = "plan a reload";
const KNOWN: Readonly<Record<keyof ReloadPlanOptions, true>> = { from: true, to: true, accepts: true };

function checkPlanOptions(options: ReloadPlanOptions): ReloadPlanOptions {
  const { from, to, accepts } = checkKnownOptions(ACTION, options, KNOWN);
  checkFunctions(ACTION, { accepts });
  for (const [name, value] of Object.entries({ from, to })) {
    if (Array.isArray(value) && value.every(isModule)) continue;
    throw new ArgumentError(ACTION, { rule: `${name} is a list of modules that were compiled`, value });
  }
  return options;
}

function isModule(value: unknown): boolean {
  return isPlainObject(value) && typeof value.path === "string" && Array.isArray(value.imports);
}

/** Its own text, or where its imports lead: the same text may lead elsewhere. */
function differs(before: CompiledModule | undefined, after: CompiledModule): boolean {
  if (before === undefined || before.sha256 !== after.sha256 || before.kind !== after.kind) return true;
  return JSON.stringify(before.imports) !== JSON.stringify(after.imports);
}
