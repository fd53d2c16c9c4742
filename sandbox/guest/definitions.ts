import { Agent, type Definition, GenServer, GenStateMachine } from "@superlearner/otp";

/** A definition of a server that a module made while it was evaluated. */
export interface Defined {
  /** `"GenServer"`, `"GenStateMachine"`, `"Agent"`. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
  /** The definition itself. */
  readonly definition: Definition<unknown, never>;
  /** The version that it says it is. */
  readonly version: unknown;
  /** Whether it makes states of those of others. */
  readonly migrates: boolean;
  /** Makes one; none where it does not. */
  readonly change: ((oldVersion: unknown, state: unknown, extra: unknown) => unknown) | undefined;
}

/** Where a definition is found again in another realm: by module, kind and name, and which of those that share them. */
export type DefinitionPlace = readonly [path: string, kind: string, name: string, at: number];

/** Modules that are imported while others run. */
export interface LateModules {
  /** Of which version. */
  readonly version: number;
  /** Those that are evaluated. */
  readonly paths: readonly string[];
}

/** One definition, and the one that takes its place. */
export interface DefinitionPair {
  /** What runs. */
  readonly from: Defined;
  /** What is to run. */
  readonly to: Defined;
}

type Definer = { readonly define: (spec: never) => Definition<unknown, never> };

const DEFINERS: { readonly [kind: string]: Definer } = {
  GenServer,
  GenStateMachine,
  Agent,
} as unknown as { readonly [kind: string]: Definer };

/**
 * The definitions of the modules that run and of those that are loaded beside them. What a module defines while it is evaluated
 * is known by module, kind and name (and by order, where one name is there more than once).
 */
export class Definitions {
  #current = new Map<string, readonly Defined[]>();
  #next = new Map<string, readonly Defined[]>();
  #version = -1;
  /** The version of `#next`. */
  #beside = -1;
  readonly #late = new Map<number, LateModules>();

  /** What a module of a version gets of the runtime: what it defines with it is noted. */
  scoped(
    exported: { readonly [name: string]: unknown },
    { path, version }: { readonly path: string; readonly version: number },
  ): Record<string, unknown> {
    const own: Record<string, unknown> = { ...exported };
    for (const [kind, definer] of Object.entries(DEFINERS)) {
      const define = (spec: { readonly version?: unknown; readonly codeChange?: unknown }) => {
        const definition = definer.define(spec as never);
        if (version === this.#version || this.#isLate(path, version)) {
          const change = changeOf(spec);
          const { name } = definition;
          const defined = { kind, name, definition, version: spec.version, migrates: change !== undefined, change };
          if (version === this.#beside) note(this.#next, path, defined);
          else note(this.#current, path, defined);
        }
        return definition;
      };
      own[kind] = Object.freeze({ ...definer, define });
    }
    return own;
  }

  /** A version is loaded from now on. */
  begin(version: number): void {
    this.#version = this.#beside = version;
    this.#next = new Map();
  }

  /** It is loaded: what is defined from now on is made by its code as it runs, and is not a module's. */
  end(): void {
    this.#version = -1;
  }

  /** Modules are evaluated from now on that others import while they run. */
  beginLate(id: number, modules: LateModules): void {
    this.#late.set(id, modules);
  }

  /** They are evaluated, or do not load. */
  endLate(id: number): void {
    this.#late.delete(id);
  }

  /** Of those that run, which make states of those of others. */
  migrating(): DefinitionPlace[] {
    const places: DefinitionPlace[] = [];
    for (const [path, defined] of this.#current) {
      for (const each of defined) {
        if (!each.migrates) continue;
        const at = defined.filter((other) => isSame(each, other)).indexOf(each);
        places.push([path, each.kind, each.name, at]);
      }
    }
    return places;
  }

  /** The one of those that run which has a place; that of its name, where it is the only one and was moved. */
  at([path, kind, name, at]: DefinitionPlace): Defined | undefined {
    const isIt = (each: Defined) => each.kind === kind && each.name === name;
    const found = (this.#current.get(path) ?? []).filter(isIt)[at];
    if (found !== undefined) return found;
    const [moved, ...others] = [...this.#current.values()].flat().filter(isIt);
    return others.length === 0 ? moved : undefined;
  }

  /** What takes the place of what. A definition that was moved to another module is found if its name says which it is. */
  pairs(): DefinitionPair[] {
    const pairs: DefinitionPair[] = [];
    const [left, right] = [new Set<Defined>(), new Set<Defined>()];
    for (const [path, defined] of this.#next) {
      const before = [...this.#current.get(path) ?? []];
      for (const to of defined) {
        const at = before.findIndex((from) => isSame(from, to));
        if (at < 0) right.add(to);
        else pairs.push({ from: before.splice(at, 1)[0]!, to });
      }
      for (const each of before) left.add(each);
    }
    for (const [path, defined] of this.#current) {
      if (!this.#next.has(path)) { for (const each of defined) left.add(each); }
    }
    for (const to of right) {
      const [from, ...others] = [...left].filter((each) => isSame(each, to));
      const alone = [...right].filter((each) => isSame(each, to)).length === 1;
      if (from !== undefined && others.length === 0 && alone) pairs.push({ from, to });
    }
    return pairs;
  }

  /** What was loaded runs now. What it left without a successor stays known: a later version may bring that. */
  commit(): void {
    const taken = new Set(this.pairs().map(({ from }) => from));
    for (const [path, defined] of this.#current) {
      const left = defined.filter((each) => !taken.has(each));
      this.#current.set(path, left);
    }
    for (const [path, defined] of this.#next) {
      this.#current.set(path, [...defined, ...this.#current.get(path) ?? []]);
    }
    for (const [path, defined] of this.#current) if (defined.length === 0) this.#current.delete(path);
    this.#reset();
  }

  /** What was loaded of a version never runs. Nothing happens where another one has been begun since. */
  discard(version: number): void {
    if (version === this.#beside) this.#reset();
  }

  #reset(): void {
    this.#next = new Map();
    this.#version = this.#beside = -1;
  }

  #isLate(path: string, version: number): boolean {
    for (const late of this.#late.values()) if (late.version === version && late.paths.includes(path)) return true;
    return false;
  }
}

function note(place: Map<string, readonly Defined[]>, path: string, defined: Defined): void {
  place.set(path, [...place.get(path) ?? [], defined]);
}

function changeOf(spec: { readonly codeChange?: unknown }): Defined["change"] {
  const change = spec.codeChange;
  return typeof change === "function" ? (...args) => Reflect.apply(change, spec, args) as unknown : undefined;
}

function isSame(one: Defined, other: Defined): boolean {
  return one.kind === other.kind && one.name === other.name;
}
