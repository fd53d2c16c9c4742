import { SandboxError } from "../limits/sandbox_error.ts";
import type { TranspileJob } from "./compiler_main.ts";
import { unlessAborted } from "./deadline.ts";
import { linesOf } from "./lines.ts";
import { cacheEnvironment, endOf, killGroup, spawnDeno } from "./_subprocess.ts";
import type { Transpiled } from "./transpiled.ts";

/** How the compiler's subprocess is made. */
export interface CompilerChildOptions {
  /** The limit of its heap, in megabytes. */
  readonly heapMb: number;
}

/** What is asked of it to see that it is there: nothing. */
const NOTHING: TranspileJob = { files: [], limitMs: 1000 };

/** How many files one process compiles: an engine never forgets a module, even one that it has only read. */
const MOST_FILES = 5000;

/** Loaded by the subprocess. The name stands here, so that whoever loads this has all of it in the cache. */
const loads = (): Promise<unknown> => import("./compiler_main.ts");

/**
 * The compiler in a subprocess without permissions, made when it is first needed and again after each time it had to be
 * killed. One job at a time.
 */
export class CompilerChild implements AsyncDisposable {
  readonly #heapMb: number;
  #running: Running | undefined;

  /** Makes none yet. */
  constructor({ heapMb }: CompilerChildOptions) {
    this.#heapMb = heapMb;
    void loads;
  }

  /** Its process, while there is one. */
  get pid(): number | undefined {
    return this.#running?.pid;
  }

  /** Sees that it runs. @throws {SandboxError} `permission_denied` if this program may not run programs, or `crashed`. */
  async ready(signal: AbortSignal): Promise<void> {
    if (this.#running === undefined) await this.transpile(NOTHING, signal);
  }

  /**
   * Compiles. It is killed, and made again when it is needed, once the signal is aborted.
   *
   * @throws The reason of the signal, or {@linkcode SandboxError} `crashed` if it fell: out of memory, or by a fault of its own.
   */
  async transpile(job: TranspileJob, signal: AbortSignal): Promise<Transpiled[]> {
    signal.throwIfAborted();
    const running = this.#running ??= new Running(this.#heapMb);
    running.files += job.files.length;
    try {
      return JSON.parse(await unlessAborted(running.ask(JSON.stringify(job)), signal));
    } catch (error) {
      this.#running = undefined;
      await running.end();
      throw error;
    } finally {
      if (running === this.#running && running.files >= MOST_FILES) await this[Symbol.asyncDispose]();
    }
  }

  /** Ends it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running?.end();
    this.#running = undefined;
  }
}

/** One subprocess. */
class Running {
  /** How many files it was given. */
  files = 0;
  readonly #child: Deno.ChildProcess;
  readonly #lines: AsyncGenerator<string>;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #asked: Promise<string> = Promise.resolve("");

  constructor(heapMb: number) {
    const flags = ["--quiet", "--no-prompt", "--no-lock", "--ignore-env", `--v8-flags=--max-old-space-size=${heapMb}`];
    this.#child = spawnDeno({
      action: "compile",
      args: ["run", ...flags, import.meta.resolve("./compiler_main.ts")],
      env: cacheEnvironment(),
      stdin: "piped",
      stdout: "piped",
      stderr: "null", // what it says when it runs out of memory
    });
    this.#lines = linesOf(this.#child.stdout);
    this.#writer = this.#child.stdin.getWriter();
  }

  get pid(): number {
    return this.#child.pid;
  }

  ask(line: string): Promise<string> {
    return this.#asked = this.#ask(line);
  }

  async #ask(line: string): Promise<string> {
    this.#writer.write(new TextEncoder().encode(`${line}\n`)).catch(() => {}); // seen by its end
    const { value, done } = await this.#lines.next();
    if (!done) return value;
    const exit = `the compiler ended with ${endOf(await this.#child.status)}, as it does when it runs out of memory`;
    throw new SandboxError("compile", { kind: "crashed", exit });
  }

  /** Ends when it is gone, and nothing of it is left open. */
  async end(): Promise<void> {
    killGroup(this.#child);
    await this.#child.status;
    await this.#asked.catch(() => {});
    await this.#lines.return(undefined);
    await this.#writer.close().catch(() => {});
  }
}
