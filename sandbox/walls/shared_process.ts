import { GUEST_BUNDLE } from "../guest/guest_bundle.ts";
import { guestText } from "../limits/sandbox_error.ts";
import { codeCache, keepCodeCache } from "./code_cache.ts";
import { DenoChild } from "./deno_child.ts";
import { Early } from "./early.ts";
import { FrameError } from "./frames.ts";
import type { ProcessWallOptions } from "./process_wall.ts";
import { SHARED_BUNDLE } from "./shared_bundle.ts";
import type { FromShared, ToShared } from "./shared_protocol.ts";
import type { Wall, WallEnd, WallListener } from "./wall.ts";
import { type FromWall, type ToWall, WALL_VERSION } from "./wall_protocol.ts";
import { WORKER_BUNDLE } from "./worker_bundle.ts";

/** How a process is made that several share. */
export interface SharedProcessOptions extends ProcessWallOptions {
  /** How it is called. */
  readonly name: string;
  /** Told once when nobody can come to it any more. */
  readonly left: () => void;
}

/** A Deno subprocess without any permission, with a worker for each of several sandboxes. They fall together. */
export class SharedProcess {
  readonly #options: SharedProcessOptions;
  readonly #child: DenoChild;
  readonly #walls = new Map<number, SharedWall>();
  #last = 0;
  #isCached = false;
  #isWatched = false;
  #closing: Promise<void> | undefined;

  /** Starts it. */
  constructor(options: SharedProcessOptions) {
    this.#options = options;
    this.#child = new DenoChild({
      ...options,
      code: SHARED_BUNDLE,
      received: (message) => this.#received(message as FromShared),
      ended: (end) => this.#fell(end),
    });
    this.post(["start", WORKER_BUNDLE, GUEST_BUNDLE]);
  }

  /** The subprocess, for who watches it. */
  get pid(): number {
    return this.#child.pid;
  }

  /** The limits of memory it was made with. */
  get memory(): Pick<ProcessWallOptions, "heapMb" | "memoryMb"> {
    return this.#options;
  }

  /** A wall in it, for one more. */
  open(): Wall {
    const { cache } = codeCache();
    if (cache !== undefined && !this.#isCached) this.post(["cache", cache]);
    this.#isCached ||= cache !== undefined;
    const id = ++this.#last;
    const wall = new SharedWall(this, id);
    this.#walls.set(id, wall);
    this.post(["open", id, { version: WALL_VERSION, nonce: wall.nonce, lock: `superlearner/sandbox/${wall.nonce}` }]);
    return wall;
  }

  /** Says something to it. */
  post(message: ToShared): void {
    this.#child.post(message);
  }

  /** One is ready: what the process has with the first is not what guests use. */
  ready(): void {
    if (!this.#isWatched) this.#child.watch();
    this.#isWatched = true;
  }

  /** A wall is gone. With the last one all is; with one that could not be ended all has to be. */
  async gone(id: number, isGone: boolean): Promise<void> {
    this.#walls.delete(id);
    if (this.#walls.size === 0 || !isGone) await this.close();
  }

  /** Ends it, with whatever is in it. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    this.#options.left();
    await this.#child.close();
    this.#tell({ exit: "one of those in it could not be stopped" });
  }

  #received(message: FromShared): void {
    if (!Array.isArray(message)) throw new FrameError("a message is a list");
    const wall = this.#walls.get(message[1]);
    if (message[0] === "from") wall?.received(message[2]);
    else if (message[0] === "ended") wall?.ended({ exit: guestText(message[2]) });
    else if (message[0] === "closed") wall?.closed(message[2] === true);
    else throw new FrameError("a message is of a known kind");
  }

  #fell(end: WallEnd): void {
    this.#options.left();
    this.#tell(end);
    this.#closing ??= this.#child.close();
  }

  /** The only one is told what it would be told of a process of its own; of several none can be said to have done it. */
  #tell(end: WallEnd): void {
    const walls = [...this.#walls.values()];
    this.#walls.clear();
    const { name } = this.#options;
    const { exit, used } = end;
    const why = used === undefined ? exit : `${exit} (${used} MiB)`;
    const all = { exit: `the process "${name}", which ${walls.length} share, ended: ${why}`, shared: name };
    for (const wall of walls) {
      wall.ended(walls.length === 1 ? { ...end, shared: name } : all);
      wall.closed(true);
    }
  }
}

/** The wall of one sandbox in a shared process. */
class SharedWall implements Wall {
  readonly kind = "process";
  readonly nonce = crypto.randomUUID();
  readonly #process: SharedProcess;
  readonly #id: number;
  readonly #early = new Early();
  readonly #gone: PromiseWithResolvers<boolean> = Promise.withResolvers();
  #isFresh = false;
  #closing: Promise<boolean> | undefined;

  constructor(process: SharedProcess, id: number) {
    this.#process = process;
    this.#id = id;
  }

  listen(listener: WallListener): void {
    this.#early.listen(listener);
  }

  post(message: ToWall): void {
    if (this.#closing === undefined) this.#process.post(["to", this.#id, message]);
  }

  close(): Promise<boolean> {
    return this.#closing ??= this.#close();
  }

  received(message: FromWall): void {
    if (this.#closing !== undefined) return;
    if (message[0] === "ready" && (message[1] !== WALL_VERSION || message[2] !== this.nonce)) {
      throw new FrameError("it speaks the same protocol");
    }
    if (message[0] === "ready") this.#process.ready();
    // Only what it says before a guest is in it is given to others: bytes of code least of all things from a guest.
    if (message[0] === "cache" && this.#isFresh) keepCodeCache(message[1]);
    this.#isFresh = message[0] === "ready";
    if (message[0] !== "cache") this.#early.received(message);
  }

  ended(end: WallEnd): void {
    if (this.#closing === undefined) this.#early.ended(end);
  }

  closed(isGone: boolean): void {
    this.#gone.resolve(isGone);
  }

  async #close(): Promise<boolean> {
    this.#process.post(["close", this.#id]);
    const late = setTimeout(() => this.#gone.resolve(false), LATE_MS);
    const isGone = await this.#gone.promise;
    clearTimeout(late);
    await this.#process.gone(this.#id, isGone);
    return true;
  }
}

/** How long a process may take to end a worker: longer than the worker itself may. */
const LATE_MS = 3000;
