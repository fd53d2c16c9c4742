import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions, checkOptions, isPlainObject } from "../limits/check_options.ts";
import { type FieldChanges, fieldChanges } from "./field_changes.ts";
import { type Field, FIELD_TYPES, type Fields, problemsOf, problemsOfValue, withDefaults } from "./fields.ts";
import { StateError, type StateProblem } from "./state_error.ts";
import { stepsBetween } from "./steps.ts";

/** One step from a version to another, up or down. */
export interface MigrationStep {
  /** The version that a state has before. */
  readonly from: number;
  /** The version that it has afterwards. */
  readonly to: number;
  /** Makes the new state of the old one, which is a copy and may be changed. */
  readonly migrate: (state: Record<string, unknown>) => Record<string, unknown>;
}

/** What a {@linkcode StateSchema} is made of. */
export interface StateSchemaSpec {
  /** The fields of each version, by its number: whole, from 1 up. */
  readonly versions: { readonly [version: number]: Fields };
  /**
   * The steps between versions, in any order; more than one may lead somewhere, then the shortest way is taken.
   *
   * @default {[]}
   */
  readonly steps?: readonly MigrationStep[];
}

const ACTION = "make a state schema";
const MIGRATE = "migrate a state";

/**
 * What the state of a process looks like in each version of its code, and how one becomes another.
 *
 * Steps are code of the host. What a guest brings for its own state runs inside of its sandbox, as `codeChange`.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { StateSchema } from "@superlearner/sandbox/state";
 *
 * const schema = new StateSchema({
 *   versions: {
 *     1: { count: { type: "integer" } },
 *     2: { total: { type: "integer" }, names: { type: "array", items: { type: "string" }, default: [] } },
 *   },
 *   steps: [
 *     { from: 1, to: 2, migrate: ({ count }) => ({ total: count }) },
 *     { from: 2, to: 1, migrate: ({ total }) => ({ count: total }) },
 *   ],
 * });
 * assertEquals(schema.migrate({ count: 7 }, { from: 1 }), { total: 7, names: [] });
 * assertEquals(schema.changes(1, 2).removed, ["count"]);
 * ```
 */
export class StateSchema {
  /** The versions there are, lowest first. */
  readonly versions: readonly number[];
  readonly #fields: ReadonlyMap<number, Fields>;
  readonly #steps: readonly MigrationStep[];

  /** Makes a schema. @throws {ArgumentError} If a version, a field or a step is not right. */
  constructor(spec: StateSchemaSpec) {
    const { versions, steps = [] } = checkKnownOptions(ACTION, spec, { versions: true, steps: true });
    this.#fields = new Map(
      Object.entries(checkOptions(ACTION, versions)).map(([version, fields]) => {
        checkFields(fields, `version ${version}`);
        return [checkVersion(Number(version)), fields];
      }),
    );
    if (this.#fields.size === 0) throw new ArgumentError(ACTION, { rule: "there is a version", value: versions });
    this.versions = Object.freeze([...this.#fields.keys()].sort((one, other) => one - other));
    if (!Array.isArray(steps)) throw new ArgumentError(ACTION, { rule: "steps is a list of steps", value: steps });
    for (const step of steps) this.#checkStep(step);
    this.#steps = [...steps];
  }

  /** The highest version. */
  get latest(): number {
    return this.versions.at(-1) ?? 0;
  }

  /** What in a state breaks the rules of a version (the latest, where none is said); empty where nothing does. */
  problems(state: unknown, version: number = this.latest): readonly StateProblem[] {
    return problemsOf(state, this.#of("check a state", version));
  }

  /** Gives a state back that is right. @throws {StateError} `invalid` if it is not. */
  validate<State>(state: State, version: number = this.latest): State {
    return this.#valid("check a state", state, version);
  }

  /** A copy of a state with the defaults of what is missing. */
  applyDefaults(state: unknown, version: number = this.latest): unknown {
    return withDefaults(state, this.#of("complete a state", version));
  }

  /** What is different between two versions. */
  changes(from: number, to: number): FieldChanges {
    return fieldChanges(this.#of("compare versions", from), this.#of("compare versions", to));
  }

  /** The steps that lead from a version to another, the shortest way. @throws {StateError} `no_path` if none do. */
  path(from: number, to: number): readonly MigrationStep[] {
    this.#of(MIGRATE, from);
    this.#of(MIGRATE, to);
    const steps = stepsBetween(this.#steps, { from, to });
    if (steps !== undefined) return steps;
    throw new StateError(MIGRATE, { kind: "no_path", from, to });
  }

  /**
   * The state in another version: step after step, each followed by defaults and by a check. The state that is given stays as
   * it is, also when a step fails.
   *
   * @throws {StateError} `invalid` if the state is not right before or after a step, `no_path`, `step_failed`.
   * @throws {ArgumentError} If the state is no data, or an option is none.
   */
  migrate(state: unknown, options: MigrateOptions): Record<string, unknown> {
    const { from, to = this.latest } = checkKnownOptions(MIGRATE, options, { from: true, to: true });
    const steps = this.path(from, to);
    let current = this.#valid(MIGRATE, withDefaults(copyOf(state), this.#of(MIGRATE, from)), from);
    for (const step of steps) {
      let next: unknown;
      try {
        next = step.migrate(current as Record<string, unknown>);
      } catch (cause) {
        const message = cause instanceof Error ? cause.message : String(cause);
        throw new StateError(MIGRATE, { kind: "step_failed", from: step.from, to: step.to, message }, { cause });
      }
      current = this.#valid(MIGRATE, withDefaults(next, this.#of(MIGRATE, step.to)), step.to);
    }
    return current as Record<string, unknown>;
  }

  #of(action: string, version: number): Fields {
    if (typeof version !== "number") throw new ArgumentError(action, { rule: "a version is a number", value: version });
    const fields = this.#fields.get(version);
    if (fields !== undefined) return fields;
    throw new StateError(action, { kind: "unknown_version", version, known: this.versions });
  }

  #valid<State>(action: string, state: State, version: number): State {
    const problems = problemsOf(state, this.#of(action, version));
    if (problems.length === 0) return state;
    throw new StateError(action, { kind: "invalid", version, problems });
  }

  #checkStep(step: MigrationStep): void {
    const { from, to, migrate } = checkKnownOptions(ACTION, step, { from: true, to: true, migrate: true });
    for (const version of [from, to]) {
      if (this.#fields.has(version)) continue;
      throw new ArgumentError(ACTION, { rule: "a step is between versions that there are", value: version });
    }
    if (typeof migrate !== "function") {
      throw new ArgumentError(ACTION, { rule: "migrate is a function", value: migrate });
    }
    if (from === to) throw new ArgumentError(ACTION, { rule: "a step leads to another version", value: from });
  }
}

function copyOf(state: unknown): unknown {
  try {
    return structuredClone(state);
  } catch {
    throw new ArgumentError(MIGRATE, { rule: "a state is data, without functions and symbols", value: state });
  }
}

/** From where to where a state is migrated. */
export interface MigrateOptions {
  /** The version that it has. */
  readonly from: number;
  /**
   * The version that it is to have.
   *
   * @default {the latest}
   */
  readonly to?: number;
}

function checkVersion(version: number): number {
  if (Number.isSafeInteger(version) && version >= 1) return version;
  throw new ArgumentError(ACTION, { rule: "a version is a whole number from 1 up", value: version });
}

function checkFields(fields: unknown, where: string): void {
  if (!isPlainObject(fields)) throw new ArgumentError(ACTION, { rule: `${where} has fields`, value: fields });
  for (const [name, field] of Object.entries(fields)) checkField(field, `${name} of ${where}`);
}

function checkField(field: unknown, where: string): void {
  if (!isPlainObject(field) || !FIELD_TYPES.includes(field.type as Field["type"])) {
    throw new ArgumentError(ACTION, { rule: `the type of ${where} is one of ${FIELD_TYPES.join(", ")}`, value: field });
  }
  if (field.items !== undefined) checkField(field.items, `what is in ${where}`);
  if (field.fields !== undefined) checkFields(field.fields, where);
  if (!("default" in field)) return;
  const [problem] = problemsOfValue(field.default, field as unknown as Field, { path: `the default of ${where}` });
  if (problem === undefined) return;
  throw new ArgumentError(ACTION, { rule: `${problem.path} ${problem.rule}`, value: field.default });
}
