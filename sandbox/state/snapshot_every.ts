import { type Alarm, ArgumentError, type Clock, RealClock } from "@superlearner/otp";
import { checkKnownOptions, checkOptions, optionsFor } from "../limits/check_options.ts";
import { guarded } from "../limits/guarded.ts";
import {
  checkExporting,
  checkSchemas,
  exportState,
  type ExportStateOptions,
  OF_EXPORT,
  type StateHolder,
} from "./exported_state.ts";
import type { Snapshots } from "./snapshots.ts";

const ACTION = "save snapshots";

/** How {@linkcode snapshotEvery} works. */
export interface SnapshotEveryOptions extends ExportStateOptions {
  /** Where the snapshots go. */
  readonly snapshots: Pick<Snapshots, "save">;
  /** From the end of one until the next, in milliseconds. */
  readonly everyMs: number;
  /** Hears of each that failed; the next is tried all the same. What it throws is printed as an error. */
  readonly onError: (error: unknown) => void;
  /**
   * Where time comes from.
   *
   * @default {the machine's}
   */
  readonly clock?: Clock;
}

const KNOWN: Readonly<Record<keyof SnapshotEveryOptions, true>> = {
  ...OF_EXPORT,
  snapshots: true,
  everyMs: true,
  onError: true,
};

/**
 * Saves a snapshot of a holder's states again and again, never two at a time, until what is given back is disposed of; that
 * waits for one that is under way.
 *
 * @throws {ArgumentError} If nobody has states, an option is none, or the time is not a whole number from 1 up.
 */
export function snapshotEvery(holder: StateHolder, options: SnapshotEveryOptions): AsyncDisposable {
  const { snapshots, everyMs, onError, clock = new RealClock() } = checkSnapshotOptions(options);
  if (onError === undefined) throw new ArgumentError(ACTION, { rule: "onError is a function", value: onError });
  checkKnownOptions(ACTION, options, KNOWN);
  const exporting = checkExporting(ACTION, { holder, options: optionsFor<ExportStateOptions>(OF_EXPORT, options) });
  const failed = guarded(onError, warn);
  let alarm: Alarm | undefined;
  let running: Promise<void> = Promise.resolve();
  let ended = false;
  const save = async () => {
    try {
      await snapshots.save(await exportState(holder, { ...exporting, clock }));
    } catch (error) {
      failed(error);
    }
    wait();
  };
  const wait = () => {
    if (!ended) alarm = clock.setAlarm(clock.now() + everyMs, () => void (running = save()));
  };
  wait();
  return {
    [Symbol.asyncDispose]() {
      ended = true;
      alarm?.cancel();
      return running;
    },
  };
}

/** There is no System here to warn of it. */
function warn(error: unknown): void {
  console.error("The callback onError of snapshotEvery() threw:", error);
}

/** Gives back how states are saved if that is right. @throws {ArgumentError} If not. */
export function checkSnapshotOptions<
  Options extends Pick<SnapshotEveryOptions, "snapshots" | "everyMs" | "schemas"> & {
    readonly onError?: SnapshotEveryOptions["onError"];
  },
>(options: Options): Options {
  const { snapshots, everyMs, onError, schemas = {} } = checkOptions(ACTION, options);
  if (!Number.isSafeInteger(everyMs) || everyMs < 1) {
    throw new ArgumentError(ACTION, { rule: "everyMs is a whole number from 1 up", value: everyMs });
  }
  if (typeof (snapshots as Partial<Snapshots> | null | undefined)?.save !== "function") {
    throw new ArgumentError(ACTION, { rule: "snapshots are where they are kept: Snapshots", value: snapshots });
  }
  if (onError !== undefined && typeof onError !== "function") {
    throw new ArgumentError(ACTION, { rule: "onError is a function", value: onError });
  }
  checkSchemas(ACTION, schemas);
  return options;
}
