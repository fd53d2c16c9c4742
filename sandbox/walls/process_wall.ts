import type { Clock } from "@superlearner/otp";
import { GUEST_BUNDLE } from "../guest/guest_bundle.ts";
import { codeCache, keepCodeCache } from "./code_cache.ts";
import { DenoChild } from "./deno_child.ts";
import { Early } from "./early.ts";
import { FrameError } from "./frames.ts";
import { PROCESS_BUNDLE } from "./process_bundle.ts";
import type { Wall, WallListener } from "./wall.ts";
import { type FromWall, type ToWall, WALL_VERSION, type WallStart } from "./wall_protocol.ts";
import { WORKER_BUNDLE } from "./worker_bundle.ts";

/** How a subprocess is made. */
export interface ProcessWallOptions {
  /** Where waiting is measured. */
  readonly clock: Clock;
  /** The heap of each of its threads, in MiB. */
  readonly heapMb: number;
  /** All its memory beyond what it had when it was ready, in MiB. */
  readonly memoryMb: number;
}

/** The code of the worker and what begins it: it starts while the rest is on its way. */
const MAIN = `globalThis.superlearnerWorker=${JSON.stringify(WORKER_BUNDLE)};${PROCESS_BUNDLE}`;

/**
 * A Deno subprocess without any permission, with a worker in it as the other wall has one. It has its own memory, is the
 * leader of a group that is killed as one, and goes when this program goes.
 */
export class ProcessWall implements Wall {
  /** Which kind. */
  readonly kind = "process";
  readonly #early = new Early();
  readonly #child: DenoChild;
  readonly #nonce = crypto.randomUUID();
  /** Whether it has said nothing yet but that it is ready. */
  #isFresh = false;
  #closing: Promise<boolean> | undefined;

  /** Starts it. What is posted before it is ready waits there. */
  constructor(options: ProcessWallOptions) {
    this.#child = new DenoChild({
      ...options,
      code: MAIN,
      received: (message) => this.#received(message as FromWall),
      ended: (end) => this.#early.ended(end),
    });
    const lock = `superlearner/sandbox/${this.#nonce}`;
    const start = { version: WALL_VERSION, nonce: this.#nonce, bundle: GUEST_BUNDLE, lock, ...codeCache() };
    this.#child.post(start satisfies WallStart);
  }

  /** The subprocess, for who watches it. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Who is told what comes. */
  listen(listener: WallListener): void {
    this.#early.listen(listener);
  }

  /** Says something to the other side. */
  post(message: ToWall): void {
    this.#child.post(message);
  }

  /** Ends it. */
  close(): Promise<boolean> {
    return this.#closing ??= this.#child.close().then(() => true);
  }

  #received(message: FromWall): void {
    if (message[0] === "ready") {
      if (message[1] !== WALL_VERSION || message[2] !== this.#nonce) {
        throw new FrameError("it speaks the same protocol");
      }
      this.#child.watch();
    }
    // Only what it says before a guest is in it is given to others: bytes of code least of all things from a guest.
    if (message[0] === "cache" && this.#isFresh) keepCodeCache(message[1]);
    this.#isFresh = message[0] === "ready";
    if (message[0] !== "cache") this.#early.received(message);
  }
}
