import type { Clock } from "@superlearner/otp";
import { SandboxError } from "../limits/sandbox_error.ts";
import { watch, type WatchOptions } from "../versions/watch.ts";
import type { ExchangeLimits, Reloaded } from "./reload_options.ts";

/** How a directory is watched, and what is reloaded of it. */
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
  /** Where time comes from. */
  readonly clock: Clock;
  /** Reloads all of it. */
  readonly reload: (files: Readonly<Record<string, string>>) => Promise<Reloaded>;
}

/** Reloads what changes in a directory; to begin with what has changed before anybody watched. */
export async function watchSandbox(
  { dir, clock, reload }: SandboxWatchParts,
  { onReload, onError, ...options }: SandboxWatchOptions,
): Promise<Watching> {
  const changes = await watch(dir, { ...options, clock });
  const attempt = async (sources: ReadonlyMap<string, string>) => {
    try {
      const reloaded = await reload(Object.fromEntries(sources)); // not within the call: without a listener it would not be made
      onReload?.(reloaded);
    } catch (error) {
      onError?.(error);
    }
  };
  const follow = async () => {
    await attempt(changes.sources);
    for await (const { sources, failure } of changes) {
      if (failure === undefined) await attempt(sources);
      else onError?.(new SandboxError("watch a sandbox", failure));
    }
  };
  const following = follow().catch((error: unknown) => onError?.(error));
  return {
    dir,
    async [Symbol.asyncDispose]() {
      await changes[Symbol.asyncDispose]();
      await following;
    },
  };
}
