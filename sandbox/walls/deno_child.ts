import type { Alarm, Clock } from "@superlearner/otp";
import { RESIDENT_MS } from "../limits/limit_periods.ts";
import { endOf } from "./exit_code.ts";
import { encodeFrame, FrameError, FrameReader, MARK_BYTES } from "./frames.ts";
import { HOST_FOLDER } from "./host_folder.ts";
import { residentBytes } from "./resident_memory.ts";
import type { WallEnd } from "./wall.ts";

/** How a subprocess is made. */
export interface DenoChildOptions {
  /** Where waiting is measured. */
  readonly clock: Clock;
  /** The heap of each of its threads, in MiB. */
  readonly heapMb: number;
  /** All its memory beyond what it had when it was ready, in MiB. */
  readonly memoryMb: number;
  /** Its first module. */
  readonly code: string;
  /** Told of each message. @throws {FrameError} If it is none that there is: the process is ended then. */
  readonly received: (message: unknown) => void;
  /** It is gone, and was not closed from here; told once. */
  readonly ended: (end: WallEnd) => void;
}

const MIB = 2 ** 20;
/** How much of what V8 says at its end is kept. */
const KEPT_ERRORS = 4096;
/** Beyond `heapMb`, which is looked at between turns: V8 ends the process where one turn takes more than that. */
const HEAP_SLACK_MB = 32;

/** A Deno subprocess without any permission, the leader of a group that is killed as one. It goes when this program goes. */
export class DenoChild {
  readonly #options: DenoChildOptions;
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #mark: Uint8Array<ArrayBuffer> = crypto.getRandomValues(new Uint8Array(MARK_BYTES));
  readonly #home: string;
  readonly #read: Promise<void>;
  #watching: Alarm | undefined;
  #baseBytes = 0;
  #overBytes = 0;
  #violation: string | undefined;
  #errors = "";
  #closing: Promise<void> | undefined;

  /** Starts it. */
  constructor(options: DenoChildOptions) {
    this.#options = options;
    // Of its own: what is written there, should anything be, is gone with it.
    this.#home = HOST_FOLDER.take();
    this.#child = new Deno.Command(Deno.execPath(), {
      args: argumentsFor(options),
      clearEnv: true,
      env: { DENO_DIR: this.#home, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" },
      cwd: this.#home,
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
      detached: true, // the leader of a group
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#write(this.#mark);
    this.#read = Promise.all([this.#readFrames(), this.#readErrors()]).then(() => this.#exited());
  }

  /** For who watches it. */
  get pid(): number {
    return this.#child.pid;
  }

  /** Says something to it. */
  post(message: unknown): void {
    if (this.#closing === undefined) this.#write(encodeFrame(this.#mark, message));
  }

  /** Ends it. Settled when nothing is left. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  /** Ends it as if it had ended by itself: who listens is told. */
  kill(violation?: string): void {
    this.#violation ??= violation;
    try {
      Deno.kill(-this.#child.pid, "SIGKILL");
    } catch (error) {
      // A group takes `--allow-run` without a list; its own child a program may always end, and this one starts no other.
      if (error instanceof Deno.errors.NotCapable) this.#killAlone();
    }
  }

  #killAlone(): void {
    try {
      this.#child.kill("SIGKILL");
    } catch { /* it is dead already */ }
  }

  /** Looks at the resident memory again and again from now on, and kills what has too much. */
  watch(): void {
    const { clock, memoryMb } = this.#options;
    if (memoryMb === Infinity) return;
    const bytes = residentBytes(this.#child.pid);
    if (bytes === undefined) return;
    this.#baseBytes ||= bytes;
    if (bytes - this.#baseBytes > memoryMb * MIB) {
      this.#overBytes = bytes - this.#baseBytes;
      return this.kill();
    }
    this.#watching = clock.setAlarm(clock.now() + RESIDENT_MS, () => this.watch());
  }

  async #close(): Promise<void> {
    this.kill();
    await this.#writer.close().catch(() => {});
    await this.#read;
    await HOST_FOLDER.giveBack(this.#home);
  }

  /** Whatever goes wrong is seen by its end. */
  #write(bytes: Uint8Array<ArrayBuffer>): void {
    this.#writer.write(bytes).catch(() => {});
  }

  async #readFrames(): Promise<void> {
    const frames = new FrameReader(this.#mark, (message) => {
      if (this.#closing === undefined) this.#options.received(message);
    });
    try {
      for await (const chunk of this.#child.stdout) frames.push(chunk);
    } catch (error) {
      this.kill(error instanceof FrameError ? error.message : undefined);
    }
  }

  async #readErrors(): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of this.#child.stderr) {
      this.#errors = (this.#errors + decoder.decode(chunk, { stream: true })).slice(-KEPT_ERRORS);
    }
  }

  async #exited(): Promise<void> {
    const status = await this.#child.status;
    this.#watching?.cancel();
    if (this.#closing !== undefined) return;
    const { ended } = this.#options;
    if (this.#violation !== undefined) ended({ exit: `it broke the protocol: ${this.#violation}` });
    else if (this.#overBytes > 0) {
      ended({ exit: "it had too much memory", limit: "memoryMb", used: Math.ceil(this.#overBytes / MIB) });
    } else ended(endOf(status, this.#errors));
  }
}

function argumentsFor({ heapMb, code }: DenoChildOptions): string[] {
  return [
    "run",
    "--quiet",
    "--no-prompt",
    "--no-remote",
    "--no-npm",
    "--no-config",
    "--no-lock",
    "--no-code-cache", // what is kept on the disk another one might change, who may write there
    "--unstable-worker-options",
    `--v8-flags=--max-old-space-size=${heapMb + HEAP_SLACK_MB}`,
    `data:application/javascript,${encodeURIComponent(code)}`,
  ];
}
