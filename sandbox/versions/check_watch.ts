import { ArgumentError } from "@superlearner/otp";
import { checkKnownOptions } from "../limits/check_options.ts";
import { checkAmounts, checkClock, checkFunctions, checkPaths, checkTextLists } from "../limits/check_values.ts";
import type { WatchOptions } from "./watch.ts";

const ACTION = "watch a directory";

/** What there is to say of how a directory is watched. */
export const OF_WATCH: Readonly<Record<keyof WatchOptions, true>> = {
  debounceMs: true,
  clock: true,
  events: true,
  read: true,
  include: true,
  exclude: true,
  maxBytes: true,
  maxFiles: true,
};

/** Gives the options of a watch back, if it is one of a directory. @throws {ArgumentError} If not. */
export function checkWatch(dir: string | URL, options: WatchOptions): WatchOptions {
  const { debounceMs = 100, clock, events, read, include, exclude, maxBytes, maxFiles } = checkKnownOptions(
    ACTION,
    options,
    OF_WATCH,
  );
  checkPaths(ACTION, { dir: dir ?? null });
  if (!(typeof debounceMs === "number" && debounceMs > 0 && debounceMs < Infinity)) {
    throw new ArgumentError(ACTION, { rule: "debounceMs is a number above 0", value: debounceMs });
  }
  checkClock(ACTION, clock);
  checkFunctions(ACTION, { events, read });
  checkTextLists(ACTION, { include, exclude });
  checkAmounts(ACTION, { maxBytes, maxFiles });
  return options;
}
