import { type Alarm, type Clock, RealClock } from "@superlearner/otp";
import { type PathFilter, readTree, type Tree } from "../compiling/read_tree.ts";
import { SourceBudget, type SourceLimits, type Sources, textsOf } from "../compiling/sources.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import { checkWatch } from "./check_watch.ts";
import { changesBetween, type ChangeSet, isEmptied, isSame, type Snapshot } from "./change_set.ts";
import { type FolderEvents, folderEvents, type OpenFolderEvents } from "./folder_events.ts";

/** How a directory is watched. */
export interface WatchOptions extends PathFilter, SourceLimits {
  /**
   * How long nothing may have happened, in milliseconds, before the directory is looked at; what differs is told when it
   * looks the same after as long again. @default {100}
   */
  readonly debounceMs?: number;
  /** Where waiting is measured. @default the machine's clock */
  readonly clock?: Clock;
  /** Who tells what happens in directories. @default `Deno.watchFs` */
  readonly events?: OpenFolderEvents;
  /** Who reads the directory. @default the file system */
  readonly read?: (dir: string | URL) => Promise<Tree>;
}

/** How often a file that became empty has to look so before it is believed: between its two halves a write may take a while. */
const EMPTY_LOOKS = 5;

/**
 * Watches a directory, and tells what changed in it once that is whole: an event only says when to look, the text decides.
 * What changes while nobody asks for it is told at once; what was undone meanwhile, never.
 *
 * @throws {SandboxError} If the directory cannot be read to begin with.
 * @throws {ArgumentError} If it is no directory, or an option is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { watch } from "@superlearner/sandbox";
 *
 * const dir = await Deno.makeTempDir();
 * {
 *   await using changes = await watch(dir, { debounceMs: 10 });
 *   await Deno.writeTextFile(`${dir}/main.ts`, "export const a = 1;");
 *   for await (const { added, sources } of changes) {
 *     assertEquals(added, ["/main.ts"]);
 *     assertEquals(sources.get("/main.ts"), "export const a = 1;"); // give these to a Compiler
 *     break;
 *   }
 * }
 * await Deno.remove(dir, { recursive: true });
 * ```
 */
export async function watch(dir: string | URL, options: WatchOptions = {}): Promise<SourceWatch> {
  const { debounceMs = 100 } = checkWatch(dir, options);
  const read = options.read ?? ((dir) => readTree({ dir, ...options }, new SourceBudget(options)));
  const parts = {
    dir,
    debounceMs,
    read,
    clock: options.clock ?? new RealClock(),
    open: options.events ?? folderEvents,
  };
  const watching = new SourceWatch(parts);
  await watching.begin();
  return watching;
}

interface WatchParts {
  readonly dir: string | URL;
  readonly debounceMs: number;
  readonly clock: Clock;
  readonly open: OpenFolderEvents;
  readonly read: (dir: string | URL) => Promise<Tree>;
}

/** A directory that is watched: its changes, one after another, until it is disposed of. */
export class SourceWatch implements AsyncIterable<ChangeSet>, AsyncDisposable {
  readonly #parts: WatchParts;
  #told: Snapshot = { sources: new Map() };
  #seen: Snapshot | undefined;
  #looks = 0;
  #ready: Snapshot | undefined;
  #events: FolderEvents | undefined;
  #folders: readonly string[] = [];
  #hearing: Promise<void> | undefined;
  /** Whether a directory that is watched may be another one by now, under its name. */
  #isStale = true;
  #alarm: Alarm | undefined;
  /** When something happened first since it was looked. */
  #since: number | undefined;
  #looking: Promise<void> | undefined;
  #wake = Promise.withResolvers<void>();
  #isOver = false;
  #fault: { readonly error: unknown } | undefined;

  /** @internal */
  constructor(parts: WatchParts) {
    this.#parts = parts;
  }

  /** The text of all files, as it was told last. */
  get sources(): Sources {
    return this.#told.sources;
  }

  /** @internal */
  async begin(): Promise<void> {
    const tree = await this.#parts.read(this.#parts.dir);
    this.#told = { sources: textsOf(tree.files) };
    await this.#follow(tree.folders);
  }

  /**
   * The next change, once there is one. @throws What the file system fails with, other than by what lies in the directory.
   * None when it is disposed of.
   */
  async next(): Promise<ChangeSet | undefined> {
    while (!this.#isOver) {
      if (this.#fault !== undefined) throw this.#fault.error;
      const changes = this.#ready === undefined ? undefined : changesBetween(this.#told, this.#ready);
      if (changes !== undefined) {
        const { failure, sources } = changes;
        this.#told = failure === undefined ? { sources } : { sources, failure };
        this.#ready = undefined;
        return changes;
      }
      await this.#wake.promise;
    }
    return undefined;
  }

  /** All changes, until it is disposed of. */
  async *[Symbol.asyncIterator](): AsyncGenerator<ChangeSet> {
    for (let changes = await this.next(); changes !== undefined; changes = await this.next()) yield changes;
  }

  /** Ends it; whoever waits gets none. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    this.#alarm?.cancel();
    this.#events?.[Symbol.dispose]();
    this.#notify();
    await this.#looking;
    await this.#hearing;
  }

  #notify(): void {
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  /** Looks once nothing has happened for a while, or in ten times that: where something happens all the time. */
  #arm(): void {
    if (this.#isOver) return;
    const { clock, debounceMs } = this.#parts;
    const now = clock.now();
    this.#since ??= now;
    this.#alarm?.cancel();
    this.#alarm = clock.setAlarm(Math.min(now + debounceMs, this.#since + 10 * debounceMs), () => {
      this.#alarm = undefined;
      this.#since = undefined;
      const before = this.#looking;
      this.#looking = (async () => {
        await before;
        if (!this.#isOver) await this.#look();
      })();
    });
  }

  async #look(): Promise<void> {
    try {
      const now = await this.#snapshot();
      if (this.#isOver) return;
      this.#looks = this.#seen !== undefined && isSame(this.#seen, now) ? this.#looks + 1 : 1;
      this.#seen = now;
      if (this.#alarm !== undefined) return; // something happened meanwhile: it is looked at again
      if (changesBetween(this.#told, now) === undefined) {
        this.#ready = undefined;
        this.#seen = undefined;
        return;
      }
      if (this.#looks < (isEmptied(this.#told, now) ? EMPTY_LOOKS : 2)) return this.#arm();
      this.#ready = now;
      this.#notify();
    } catch (error) {
      this.#fault = { error };
      this.#notify();
    }
  }

  async #snapshot(): Promise<Snapshot> {
    try {
      const { files, folders } = await this.#parts.read(this.#parts.dir);
      await this.#follow(folders);
      return { sources: textsOf(files) };
    } catch (error) {
      if (!(error instanceof SandboxError)) throw error;
      this.#isStale = true; // the directory may be gone, and come back as another one
      return { sources: this.#told.sources, failure: error.failure };
    }
  }

  /** Watches the directories that there are, and the one above: by that it is known when this one comes back. */
  async #follow(folders: readonly string[]): Promise<void> {
    const [root] = folders;
    if (root === undefined || this.#isOver) return;
    if (!this.#isStale && JSON.stringify(folders) === JSON.stringify(this.#folders)) return;
    const above = root.slice(0, Math.max(root.lastIndexOf("/"), root.lastIndexOf("\\"), 1));
    this.#events?.[Symbol.dispose]();
    this.#events = undefined;
    await this.#hearing; // opened sooner, the next one hears nothing of a directory that was replaced
    if (this.#isOver) return;
    this.#isStale = false;
    this.#events = this.#open(above, folders);
    this.#folders = folders;
    this.#arm(); // what is in a new directory may have changed before it was watched
    this.#hearing = this.#hear(this.#events, folders);
  }

  #open(above: string, folders: readonly string[]): FolderEvents {
    try {
      return this.#parts.open([above, ...folders]);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "NotFound") throw error;
      this.#isStale = true; // one of them is gone already: they are read again
      return this.#parts.open([above]);
    }
  }

  async #hear(events: FolderEvents, folders: readonly string[]): Promise<void> {
    const root = folders[0]!;
    const isOurs = (path: string) => path === root || (path.startsWith(root) && /[\\/]/.test(path[root.length]!));
    try {
      for await (const { kind, paths } of events) {
        if (this.#isOver || this.#events !== events) return;
        if (kind === "access" || !paths.some(isOurs)) continue; // to look is to have access
        if (paths.some((path) => folders.includes(path))) this.#isStale = true;
        this.#arm();
      }
    } catch (error) {
      if (this.#isOver || this.#events !== events) return; // ended by us
      this.#fault = { error };
      this.#notify();
    }
  }
}
