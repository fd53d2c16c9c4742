import type { Alarm, Clock } from "@superlearner/otp";
import { GUEST_BUNDLE } from "../guest/guest_bundle.ts";
import { codeCache, keepCodeCache } from "./code_cache.ts";
import { Early } from "./early.ts";
import { endOf } from "./exit_code.ts";
import { encodeFrame, FrameError, FrameReader, MARK_BYTES } from "./frames.ts";
import { PROCESS_BUNDLE } from "./process_bundle.ts";
import { residentBytes } from "./resident_memory.ts";
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

/** How often the resident memory is looked at, in milliseconds. */
const WATCH_MS = 100;
const MIB = 2 ** 20;
/** How much of what V8 says at its end is kept. */
const KEPT_ERRORS = 4096;
/** Beyond `heapMb`, which is looked at between turns: V8 ends the process where one turn takes more than that. */
const HEAP_SLACK_MB = 32;

/**
 * A Deno subprocess without any permission, with a worker in it as the other wall has one. It has its own memory, is the
 * leader of a group that is killed as one, and goes when this program goes.
 */
export class ProcessWall implements Wall {
  /** Which kind. */
  readonly kind = "process";
  readonly #options: ProcessWallOptions;
  readonly #early = new Early();
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #mark: Uint8Array<ArrayBuffer> = crypto.getRandomValues(new Uint8Array(MARK_BYTES));
  readonly #nonce = crypto.randomUUID();
  readonly #home: string;
  readonly #read: Promise<void>;
  #watching: Alarm | undefined;
  /** Whether it has said nothing yet but that it is ready. */
  #isFresh = false;
  #baseBytes = 0;
  #overBytes = 0;
  #violation: string | undefined;
  #errors = "";
  #closing: Promise<boolean> | undefined;

  /** Starts it. What is posted before it is ready waits there. */
  constructor(options: ProcessWallOptions) {
    this.#options = options;
    // Of its own: what is written there, should anything be, is gone with it.
    this.#home = Deno.makeTempDirSync({ prefix: "sandbox-" });
    this.#child = new Deno.Command(Deno.execPath(), {
      args: argumentsFor(options.heapMb + HEAP_SLACK_MB),
      clearEnv: true,
      env: { DENO_DIR: this.#home, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
      cwd: this.#home,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: true, // the leader of a group
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    const lock = `superlearner/sandbox/${this.#nonce}`;
    const start = { version: WALL_VERSION, nonce: this.#nonce, bundle: GUEST_BUNDLE, lock, ...codeCache() };
    this.#write(this.#mark);
    this.#write(encodeFrame(this.#mark, start satisfies WallStart));
    this.#read = Promise.all([this.#readFrames(), this.#readErrors()]).then(() => this.#exited());
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
    if (this.#closing === undefined) this.#write(encodeFrame(this.#mark, message));
  }

  /** Ends it. */
  close(): Promise<boolean> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<boolean> {
    this.#kill();
    await this.#writer.close().catch(() => {});
    await this.#read;
    await Deno.remove(this.#home, { recursive: true }).catch(() => {});
    return true;
  }

  /** Whatever goes wrong is seen by its end. */
  #write(bytes: Uint8Array<ArrayBuffer>): void {
    this.#writer.write(bytes).catch(() => {});
  }

  async #readFrames(): Promise<void> {
    const frames = new FrameReader(this.#mark, (message) => this.#received(message as FromWall));
    try {
      for await (const chunk of this.#child.stdout) frames.push(chunk);
    } catch (error) {
      if (error instanceof FrameError) this.#violation = error.message;
      this.#kill();
    }
  }

  async #readErrors(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.#child.stderr) {
      this.#errors = (this.#errors + decoder.decode(chunk, { stream: true })).slice(-KEPT_ERRORS);
    }
  }

  #received(message: FromWall): void {
    if (this.#closing !== undefined) return;
    if (message[0] === "ready") {
      if (message[1] !== WALL_VERSION || message[2] !== this.#nonce) {
        throw new FrameError("it speaks the same protocol");
      }
      this.#watch();
    }
    // Only what it says before a guest is in it is given to others: bytes of code least of all things from a guest.
    if (message[0] === "cache" && this.#isFresh) keepCodeCache(message[1]);
    this.#isFresh = message[0] === "ready";
    if (message[0] !== "cache") this.#early.received(message);
  }

  /** Looks at the resident memory again and again, and kills what has too much. */
  #watch(): void {
    const { clock, memoryMb } = this.#options;
    if (memoryMb === Infinity) return;
    const bytes = residentBytes(this.#child.pid);
    if (bytes === undefined) return;
    this.#baseBytes ||= bytes;
    if (bytes - this.#baseBytes > memoryMb * MIB) {
      this.#overBytes = bytes - this.#baseBytes;
      return this.#kill();
    }
    this.#watching = clock.setAlarm(clock.now() + WATCH_MS, () => this.#watch());
  }

  async #exited(): Promise<void> {
    const status = await this.#child.status;
    this.#watching?.cancel();
    if (this.#closing !== undefined) return;
    if (this.#violation !== undefined) this.#early.ended({ exit: `it broke the protocol: ${this.#violation}` });
    else if (this.#overBytes > 0) {
      this.#early.ended({ exit: "it had too much memory", limit: "memoryMb", used: Math.ceil(this.#overBytes / MIB) });
    } else this.#early.ended(endOf(status, this.#errors));
  }

  /** With all that it has started. */
  #kill(): void {
    try {
      Deno.kill(-this.#child.pid, "SIGKILL");
    } catch { /* it is dead already */ }
  }
}

function argumentsFor(heapMb: number): string[] {
  return [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-remote",
    "--no-npm",
    "--no-config",
    "--no-lock",
    "--unstable-worker-options",
    `--v8-flags=--max-old-space-size=${heapMb}`,
    `data:application/javascript,${encodeURIComponent(MAIN)}`,
  ];
}
