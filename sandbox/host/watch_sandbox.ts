import { noteThrown, type System } from "@superlearner/otp";
import { checkKnownOptions, optionsFor } from "../limits/check_options.ts";
import { checkFunctions } from "../limits/check_values.ts";
import { guarded } from "../limits/guarded.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { OF_WATCH } from "../versions/check_watch.ts";
import { watch, type WatchOptions } from "../versions/watch.ts";
import { type ExchangeLimits, exchangeOf, OF_EXCHANGE, type Reloaded, type ReloadOptions } from "./reload_options.ts";

/** How a directory is watched, and what is reloaded of it. What a callback throws is a warning of the System. */
export interface SandboxWatchOptions extends Omit<WatchOptions, "clock">, ExchangeLimits {
  /** Hears of each reload, also of one that found nothing new. */
  readonly onReload?: (reloaded: Reloaded) => void;
  /** Hears of each that failed; the version that ran goes on, and the next change is reloaded all the same. */
  readonly onError?: (error: unknown) => void;
}

/** A directory that is watched, until it is disposed of. */
export interface Watching extends AsyncDisposable {
  /** The directory. */
  readonly dir: string | URL;
}

/** What a watch works with. */
export interface SandboxWatchParts {
  /** The directory. */
  readonly dir: string | URL;
  /** The name of the sandbox. */
  readonly name: string;
  /** The System of the host: where time comes from, and who warns of what a callback throws. */
  readonly system: System;
  /** Reloads it. */
  readonly reload: (options: ReloadOptions) => Promise<Reloaded>;
}

const { clock: _, ...OF_WATCHING } = OF_WATCH;
const KNOWN: Readonly<Record<keyof SandboxWatchOptions, true>> = {
  ...OF_WATCHING,
  ...OF_EXCHANGE,
  onReload: true,
  onError: true,
};

/**
 * Reloads what changes in a directory; to begin with what has changed before anybody watched.
 *
 * @throws {ArgumentError} If there is no directory, or an option is none.
 */
export async function watchSandbox(
  { dir, name, system, reload }: SandboxWatchParts,
  options: SandboxWatchOptions,
): Promise<Watching> {
  const action = `watch a directory for ${name}`;
  const { onReload, onError } = checkKnownOptions(action, options, KNOWN);
  checkFunctions(action, { onReload, onError });
  const exchange = exchangeOf(action, options);
  const thrown = (callback: string) => (error: unknown) =>
    noteThrown(system, { what: `The callback ${callback} of a watch of the sandbox ${name}`, error });
  const reloaded = guarded((told: Reloaded) => onReload?.(told), thrown("onReload"));
  const failed = guarded((told: unknown) => onError?.(told), thrown("onError"));
  const changes = await watch(dir, {
    ...optionsFor<Omit<WatchOptions, "clock">>(OF_WATCHING, options),
    clock: system.clock,
  });
  const attempt = async (sources: ReadonlyMap<string, string>) => {
    try {
      reloaded(await reload({ ...exchange, files: Object.fromEntries(sources), only: true }));
    } catch (error) {
      failed(error);
    }
  };
  const follow = async () => {
    await attempt(changes.sources);
    for await (const { sources, failure } of changes) {
      if (failure === undefined) await attempt(sources);
      else failed(new SandboxError("watch a sandbox", failure));
    }
  };
  const following = follow().catch(failed);
  return {
    dir,
    async [Symbol.asyncDispose]() {
      await changes[Symbol.asyncDispose]();
      await following;
    },
  };
}
