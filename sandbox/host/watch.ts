import { type Alarm, ArgumentError, type Clock } from "@superlearner/otp";
import { sourcesOf } from "./prepare_modules.ts";
import type { ExchangeLimits, Reloaded } from "./reload_options.ts";

/** How a directory is watched. */
export interface WatchOptions extends ExchangeLimits {
  /** For how long nothing has to change before it is reloaded, in milliseconds. @default {100} */
  readonly debounceMs?: number;
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
export interface WatchParts {
  /** The directory. */
  readonly dir: string | URL;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Reloads all of it. */
  readonly reload: (sources: ReadonlyMap<string, string>) => Promise<Reloaded>;
}

/** How often one waits for a text that is empty and was not: an editor is about to write it. */
const MOST_WAITS = 5;

/** Reloads what changes in a directory. What counts is the text that is there once all is quiet, not what was told of it. */
export function watchSandbox({ dir, clock, reload }: WatchParts, options: WatchOptions): Watching {
  const { debounceMs = 100, onReload, onError } = options;
  if (typeof debounceMs !== "number" || !(debounceMs >= 0)) {
    throw new ArgumentError("watch a sandbox", { rule: "debounceMs is a number from 0 up", value: debounceMs });
  }
  const watcher = Deno.watchFs(dir instanceof URL ? decodeURIComponent(dir.pathname) : dir, { recursive: true });
  let known: ReadonlyMap<string, string> = new Map();
  let alarm: Alarm | undefined;
  let running: Promise<void> = Promise.resolve();
  let waits = 0;
  let ended = false;
  const look = async () => {
    if (ended) return;
    try {
      const sources = await sourcesOf({ dir });
      if (waits < MOST_WAITS && [...sources].some(([path, text]) => text === "" && (known.get(path) ?? "") !== "")) {
        waits++;
        return later();
      }
      waits = 0;
      known = sources;
      const reloaded = await reload(sources);
      if (!ended) onReload?.(reloaded);
    } catch (error) {
      if (!ended) onError?.(error);
    }
  };
  const later = () => {
    alarm?.cancel();
    alarm = clock.setAlarm(clock.now() + debounceMs, () => void (running = running.then(look)));
  };
  const hear = async () => {
    for await (const { kind } of watcher) if (kind !== "access") later();
  };
  const heard = hear().catch((error: unknown) => onError?.(error));
  running = look(); // what changed before anybody watched
  return {
    dir,
    async [Symbol.asyncDispose]() {
      ended = true;
      alarm?.cancel();
      try {
        watcher.close();
      } catch { /* it has ended by itself, with its directory */ }
      await heard;
      await running;
    },
  };
}
