import type { Clock } from "@superlearner/otp";
import { type ExportStateOptions, importState, type StateHolder, type StateSchemas } from "../state/exported_state.ts";
import { snapshotEvery } from "../state/snapshot_every.ts";
import type { Snapshots } from "../state/snapshots.ts";
import { StateError } from "../state/state_error.ts";

/** Where the snapshots of a sandbox go. */
export interface SandboxSnapshotOptions {
  /** Where they are kept. */
  readonly snapshots: Snapshots;
  /** What states must look like, and how those of other versions are migrated. @default {{}} */
  readonly schemas?: StateSchemas;
  /** Hears of each snapshot that was not saved, and of one that was not restored. @default nobody does */
  readonly onError?: (error: unknown) => void;
}

/** Saves the states of a holder again and again, each as of the version that runs then. */
export function keepSnapshots(
  holder: StateHolder,
  { snapshots, everyMs, onError, clock, current }: {
    readonly snapshots: Snapshots;
    readonly everyMs: number;
    readonly onError: (error: unknown) => void;
    readonly clock: Clock;
    readonly current: () => ExportStateOptions;
  },
): AsyncDisposable {
  const saving: Pick<Snapshots, "save"> = {
    save: async (state) => await snapshots.save({ ...state, version: current().version }),
  };
  return snapshotEvery(holder, { snapshots: saving, everyMs, onError, version: 0, clock });
}

/** Gives a holder the states of the last snapshot, those of the servers that are there. */
export async function restoreLatest(
  holder: StateHolder,
  { snapshots, onError, ...options }: ExportStateOptions & Omit<SandboxSnapshotOptions, "onError"> & {
    readonly onError: (error: unknown) => void;
  },
): Promise<void> {
  try {
    const { state } = await snapshots.latest(holder.name);
    const there = new Set(await holder.stateNames());
    const states = Object.fromEntries(Object.entries(state.states).filter(([process]) => there.has(process)));
    await importState(holder, { ...state, states }, options);
  } catch (error) {
    if (!(error instanceof StateError && error.failure.kind === "not_found")) onError(error);
  }
}
