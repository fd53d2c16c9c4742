import { ArgumentError, type Clock, RealClock } from "@superlearner/otp";
import { checkKnownOptions, isPlainObject } from "../limits/check_options.ts";
import { checkClock } from "../limits/check_values.ts";
import { StateError } from "./state_error.ts";
import type { StateSchema } from "./state_schema.ts";

/** Whose processes' states are exported and imported: a sandbox, or a System (`systemStates`). */
export interface StateHolder {
  /** What it is called. */
  readonly name: string;
  /** The names of the processes that have a state. */
  stateNames(): Promise<readonly string[]>;
  /** The state of one of them, between two messages. */
  getState(process: string): Promise<unknown>;
  /** Gives one of them another state, between two messages. */
  replaceState(process: string, state: unknown): Promise<void>;
}

/** The states of the processes of one holder: plain data. */
export interface ExportedState {
  /** The form of this. */
  readonly format: 1;
  /** Whose they are. */
  readonly name: string;
  /** The version of the code that they belong to. */
  readonly version: number;
  /** When they were taken, in milliseconds since 1970. */
  readonly at: number;
  /** The states, by the names of their processes. */
  readonly states: { readonly [process: string]: unknown };
}

/** The schemas of processes, by their names. */
export interface StateSchemas {
  /** That of one process. */
  readonly [process: string]: StateSchema;
}

/** How states are exported. */
export interface ExportStateOptions {
  /** The version of the code that runs. */
  readonly version: number;
  /**
   * What the states must look like. A process without a schema may have any.
   *
   * @default {{}}
   */
  readonly schemas?: StateSchemas;
  /**
   * Where time comes from.
   *
   * @default {the machine's}
   */
  readonly clock?: Clock;
}

/** How states are imported. */
export interface ImportStateOptions {
  /** The version of the code that runs: states of another are migrated. */
  readonly version: number;
  /**
   * What the states must look like, and how they are migrated. A process without a schema takes its state as it is.
   *
   * @default {{}}
   */
  readonly schemas?: StateSchemas;
}

/**
 * The states of all processes of a holder that have names. Each is taken between two messages of its process; among each other
 * they are not of one moment, unless nothing is going on.
 *
 * @throws {StateError} `not_saved` if a process does not give its state, `invalid` if one is not as its schema says.
 * @throws {ArgumentError} If an option is none.
 */
export async function exportState(holder: StateHolder, options: ExportStateOptions): Promise<ExportedState> {
  const { version, schemas = {}, clock = new RealClock() } = checkExporting(EXPORT, { holder, options });
  const states: [string, unknown][] = [];
  for (const process of await holder.stateNames()) {
    let state: unknown;
    try {
      state = await holder.getState(process);
    } catch (cause) {
      throw new StateError(EXPORT, { kind: "not_saved", process, message: messageOf(cause) }, { cause });
    }
    if (Object.hasOwn(schemas, process)) schemas[process]?.validate(state, version);
    states.push([process, state]);
  }
  return { format: 1, name: holder.name, version, at: clock.wallTime(), states: Object.fromEntries(states) };
}

/**
 * Gives the processes of a holder the states that were exported. All are migrated and checked before the first process takes
 * one; if one does not take its own, those before it take back what they had.
 *
 * @returns The names of the processes that took a state, in order.
 * @throws {StateError} `not_found` if a process is not there, `invalid`, `no_path`, `step_failed`, `not_restored`.
 * @throws {ArgumentError} If the state was not exported, or an option is none.
 */
export async function importState(
  holder: StateHolder,
  exported: ExportedState,
  options: ImportStateOptions,
): Promise<readonly string[]> {
  checkKnownOptions(IMPORT, options, { version: true, schemas: true });
  const { version, schemas = {} } = checked(IMPORT, { holder, options });
  checkExported(IMPORT, exported);
  const there = new Set(await holder.stateNames());
  const wanted = Object.entries(exported.states).map(([process, state]) => {
    if (!there.has(process)) throw new StateError(IMPORT, { kind: "not_found", what: `process ${process}` });
    const schema = Object.hasOwn(schemas, process) ? schemas[process] : undefined;
    const ready = schema?.migrate(state, { from: exported.version, to: version }) ?? state;
    return { process, state: ready };
  });
  await replaceAll(holder, wanted);
  return wanted.map(({ process }) => process);
}

const EXPORT = "export the state";
const IMPORT = "import the state";
/** Of which there is a date, in milliseconds since 1970. */
const LAST_MS = 8.64e15;

/** What there is to say of how states are exported. */
export const OF_EXPORT: Readonly<Record<keyof ExportStateOptions, true>> = {
  version: true,
  schemas: true,
  clock: true,
};

/** Gives back how states are exported if there is whose they are. @throws {ArgumentError} If not. */
export function checkExporting(
  action: string,
  { holder, options }: { readonly holder: StateHolder; readonly options: ExportStateOptions },
): ExportStateOptions {
  checkClock(action, checkKnownOptions(action, options, OF_EXPORT).clock);
  return checked(action, { holder, options });
}

/** Gives states back if they have the form of those that were exported. @throws {ArgumentError} If not. */
export function checkExported(action: string, exported: ExportedState): ExportedState {
  const refuse = (rule: string, value: unknown): never => {
    throw new ArgumentError(action, { rule, value });
  };
  if (!isPlainObject(exported)) return refuse("a state is what exportState() has given", exported);
  const { format, name, version, at, states } = exported;
  if (format !== 1) refuse("the format of a state is 1", format);
  if (typeof name !== "string") refuse("the name of a state is a text", name);
  if (!Number.isSafeInteger(version)) refuse("the version of a state is a whole number", version);
  if (typeof at !== "number" || !(Math.abs(at) <= LAST_MS)) {
    refuse("the time of a state is a number of milliseconds", at);
  }
  if (!isPlainObject(states)) refuse("states are values by the names of processes", states);
  return exported;
}

/** Gives schemas back if they are some. @throws {ArgumentError} If not. */
export function checkSchemas(action: string, schemas: StateSchemas): StateSchemas {
  const each = isPlainObject(schemas) ? Object.values<Partial<StateSchema> | null | undefined>(schemas) : [null];
  if (each.every((schema) => typeof schema?.validate === "function")) return schemas;
  throw new ArgumentError(action, { rule: "schemas are state schemas by the names of processes", value: schemas });
}

function checked<Options extends ImportStateOptions>(
  action: string,
  { holder, options }: { readonly holder: StateHolder; readonly options: Options },
): Options {
  const { version, schemas = {} } = options;
  if (typeof (holder as Partial<StateHolder> | null | undefined)?.stateNames !== "function") {
    throw new ArgumentError(action, { rule: "the holder has states: a sandbox, or systemStates()", value: holder });
  }
  if (!Number.isSafeInteger(version)) {
    throw new ArgumentError(action, { rule: "version is a whole number", value: version });
  }
  checkSchemas(action, schemas);
  return options;
}

interface NewState {
  readonly process: string;
  readonly state: unknown;
}

async function replaceAll(holder: StateHolder, wanted: readonly NewState[]): Promise<void> {
  const before: NewState[] = [];
  for (const { process, state } of wanted) {
    try {
      before.unshift({ process, state: await holder.getState(process) });
      await holder.replaceState(process, state);
    } catch (cause) {
      const undone = await takeBack(holder, before);
      throw new StateError(IMPORT, { kind: "not_restored", process, message: messageOf(cause), undone }, { cause });
    }
  }
}

/** The one that failed is among them: it may have taken half of it. */
async function takeBack(holder: StateHolder, before: readonly NewState[]): Promise<boolean> {
  const [failed, ...others] = before;
  if (failed !== undefined) await holder.replaceState(failed.process, failed.state).catch(() => {});
  const answers = await Promise.allSettled(others.map(({ process, state }) => holder.replaceState(process, state)));
  return answers.every(({ status }) => status === "fulfilled");
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
