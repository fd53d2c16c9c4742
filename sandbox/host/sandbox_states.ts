import { noteThrown, type System } from "@superlearner/otp";
import {
  type ExportedState,
  exportState,
  importState,
  type StateHolder,
  type StateSchemas,
} from "../state/exported_state.ts";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkDoes } from "../limits/check_values.ts";
import { guarded } from "../limits/guarded.ts";
import { checkSnapshotOptions, snapshotEvery } from "../state/snapshot_every.ts";
import type { Snapshots } from "../state/snapshots.ts";
import { StateError } from "../state/state_error.ts";
import type { Life } from "./life.ts";
import { lifeStates } from "./life_states.ts";

/** What states must look like. */
export interface SandboxStateOptions {
  /** By process: what its state must look like, and how those of other versions are migrated. @default {{}} */
  readonly schemas?: StateSchemas;
}

/** Where the snapshots of a sandbox go. */
export interface SandboxSnapshotOptions extends SandboxStateOptions {
  /** Where they are kept. */
  readonly snapshots: Snapshots;
  /** From the end of one until the next, in milliseconds. */
  readonly everyMs: number;
  /**
   * Hears of each snapshot that was not saved, and of one that was not restored. What it throws is a warning of the System.
   *
   * @default nobody does
   */
  readonly onError?: (error: unknown) => void;
}

/** What the states of a sandbox are looked at with. */
export interface SandboxStatesParts {
  /** The name of the sandbox. */
  readonly name: string;
  /** The System of the host: where time comes from, and who warns of what a callback throws. */
  readonly system: System;
  /** The version that runs. */
  readonly version: () => number;
  /** The life that is up. */
  readonly life: () => Promise<Life>;
}

/** The states of the servers of a sandbox that have names, over all its lives. */
export class SandboxStates {
  /** As `exportState` and `importState` want them. */
  readonly holder: StateHolder;
  readonly #parts: SandboxStatesParts;
  #restoring: SandboxSnapshotOptions | undefined;

  /** Nothing is saved yet. */
  constructor(parts: SandboxStatesParts) {
    this.#parts = parts;
    this.holder = lifeStates(parts.name, parts.life);
  }

  /** All of them. @throws {StateError} @throws {SandboxError} @throws {ArgumentError} */
  async export(options: SandboxStateOptions): Promise<ExportedState> {
    checkKnownOptions("export the state", options, { schemas: true });
    return await exportState(this.holder, {
      ...options,
      version: this.#parts.version(),
      clock: this.#parts.system.clock,
    });
  }

  /** Gives them to the servers. @throws {StateError} @throws {SandboxError} @throws {ArgumentError} */
  async import(state: ExportedState, options: SandboxStateOptions): Promise<readonly string[]> {
    checkKnownOptions("import the state", options, { schemas: true });
    return await importState(this.holder, state, { ...options, version: this.#parts.version() });
  }

  /** Saves them again and again; a life that begins after a crash has those that were saved last. @throws {ArgumentError} */
  snapshotEvery(options: SandboxSnapshotOptions): AsyncDisposable {
    const { snapshots, everyMs } = checkSaved(options);
    const { system: { clock }, version } = this.#parts;
    const onError = this.#listening(options);
    // Each is of the version that runs when it is saved.
    const saving: Pick<Snapshots, "save"> = { save: (state) => snapshots.save({ ...state, version: version() }) };
    const every = snapshotEvery(this.holder, { snapshots: saving, everyMs, onError, version: version(), clock });
    this.#restoring = options;
    return {
      [Symbol.asyncDispose]: () => {
        if (this.#restoring === options) this.#restoring = undefined;
        return every[Symbol.asyncDispose]();
      },
    };
  }

  /**
   * A life has begun: its servers get what was saved last, if anything was; of another version only those that have a schema, which
   * says what becomes of it.
   */
  async restore(life: Life): Promise<void> {
    if (this.#restoring === undefined) return;
    const { snapshots, schemas = {} } = this.#restoring;
    const { name, version } = this.#parts;
    const onError = this.#listening(this.#restoring);
    try {
      const { state } = await snapshots.latest(name);
      const fits = (process: string) => state.version === version() || Object.hasOwn(schemas, process);
      const states = Object.fromEntries(Object.entries(state.states).filter(([process]) => fits(process)));
      await handOver(lifeStates(name, life), { ...state, states }, { schemas, version: version() });
    } catch (error) {
      if (!(error instanceof StateError && error.failure.kind === "not_found")) onError(error);
    }
  }

  /** Who hears of failures. One that throws must not be what a life does not start of. */
  #listening({ onError }: SandboxSnapshotOptions): (error: unknown) => void {
    const { name, system } = this.#parts;
    const what = `The callback onError of the snapshots of the sandbox ${name}`;
    return guarded((error) => onError?.(error), (error) => noteThrown(system, { what, error }));
  }
}

const SAVED: Readonly<Record<keyof SandboxSnapshotOptions, true>> = {
  snapshots: true,
  everyMs: true,
  onError: true,
  schemas: true,
};

function checkSaved(options: SandboxSnapshotOptions): SandboxSnapshotOptions {
  const action = "save snapshots";
  checkSnapshotOptions(checkKnownOptions(action, options, SAVED));
  const { snapshots } = options;
  checkDoes(action, { snapshots }, "where they are kept: Snapshots", "save", "latest");
  return options;
}

/** Gives a holder those of some states whose servers it has. */
export async function handOver(
  holder: StateHolder,
  state: ExportedState,
  options: { readonly version: number; readonly schemas?: StateSchemas },
): Promise<void> {
  const there = new Set(await holder.stateNames());
  const states = Object.fromEntries(Object.entries(state.states).filter(([process]) => there.has(process)));
  await importState(holder, { ...state, states }, options);
}
