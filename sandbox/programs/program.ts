import type { Clock } from "@superlearner/otp";
import type { Limits } from "../limits/limits.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { Confined, Confinement, ProgramCommand, ProgramStatus } from "./confinement.ts";
import type { TreeUse } from "./process_tree.ts";
import { OutputPipe } from "./output_pipe.ts";
import type { ProgramRequest } from "./program_request.ts";

/** How a program is started. */
export interface ProgramOptions extends Pick<ProgramRequest, "stdin" | "stdout" | "stderr"> {
  /** What is attempted with it, for errors. */
  readonly action: string;
  readonly command: ProgramCommand;
  /** Where it works. */
  readonly cwd: string;
  readonly confinement: Confinement;
  readonly limits: Limits;
  readonly clock: Clock;
}

/** After what time a signal is sent again to a program that was not there yet, in milliseconds. */
const NOT_YET_MS = 2;
/** As a shell tells it. */
const KILLED: ProgramStatus = { success: false, code: 137, signal: "SIGKILL" };

const NOTHING: TreeUse = { count: 0, bytes: 0 };

/** A program that runs for a guest, with all that it starts: ended whole. */
export class Program {
  /** Settled when it has ended, and all that it had started; rejected where a limit has ended it. */
  readonly status: Promise<ProgramStatus>;
  /** What it prints; empty where nobody asked for it. */
  readonly outputs: Readonly<Record<"stdout" | "stderr", OutputPipe>>;
  /** When what it does was begun, by the clock: its start, where nobody says otherwise. `Infinity` while it does nothing. */
  since: number;
  readonly #options: ProgramOptions;
  readonly #child: Deno.ChildProcess;
  readonly #held: Confined;
  readonly #input: WritableStreamDefaultWriter<Uint8Array> | undefined;
  #baseBytes = 0;
  /** Since when there is more than itself. */
  #othersSince: number | undefined;
  #failure: SandboxError | undefined;
  #hasEnded = false;
  /** Whether it was sent the signal that nobody hears. */
  #isKilled = false;

  /** Starts it. @throws {Error} What the system says where it cannot be started. */
  constructor(options: ProgramOptions) {
    const { command, confinement, cwd, stdin, stdout, stderr, clock } = options;
    this.#options = options;
    const { command: { path, args, env }, held } = confinement.confine(command);
    this.#child = new Deno.Command(path, {
      args: [...args],
      env: { ...env },
      clearEnv: true,
      cwd,
      stdin,
      stdout,
      stderr,
      detached: Deno.build.os !== "windows", // the leader of a group, in a session of its own
    }).spawn();
    this.#held = held(this.#child.pid);
    this.#input = stdin === "piped" ? this.#child.stdin.getWriter() : undefined;
    this.#input?.closed.catch(() => {});
    this.outputs = {
      stdout: new OutputPipe(stdout === "piped" ? this.#child.stdout : undefined),
      stderr: new OutputPipe(stderr === "piped" ? this.#child.stderr : undefined),
    };
    this.since = clock.now();
    this.status = this.#ended();
    this.status.catch(() => {});
  }

  /** Whether nothing of it is left: neither itself nor what it has printed. */
  get isOver(): boolean {
    return this.#hasEnded && this.outputs.stdout.isOver && this.outputs.stderr.isOver;
  }

  /** What runs of it, not counted further than `most`; without the memory that it had when it came to rest. */
  use(most: number): TreeUse {
    if (this.#hasEnded) return NOTHING;
    const { count, bytes } = this.#held.use(most);
    return { count, bytes: Math.max(0, bytes - this.#baseBytes) };
  }

  /** It is not ready yet: so much memory is not of the guest's making until it comes to rest, in bytes. */
  awaken(bytes: number): void {
    this.#baseBytes = bytes;
  }

  /** It is ready, and waits: what it has of memory now is not of the guest's making. */
  rest(): void {
    this.since = Infinity;
    this.#baseBytes = this.#hasEnded ? 0 : this.#held.use(1).bytes;
  }

  /** How long it has done something, or what it has started is there, in milliseconds. @param count How many there are. */
  busyMs(count: number): number {
    const now = this.#options.clock.now();
    this.#othersSince = count > 1 ? this.#othersSince ?? now : undefined;
    return Math.max(0, now - Math.min(this.since, this.#othersSince ?? Infinity));
  }

  /** Gives it input. @throws {Error} If it takes none, or no more. */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#input === undefined) throw new TypeError('Its stdin is not "piped"');
    await this.#input.write(bytes);
  }

  /** Tells it that there is no more input. */
  async closeInput(): Promise<void> {
    await this.#input?.close().catch(() => {});
  }

  /** Sends it a signal. */
  signal(signal: Deno.Signal): void {
    if (this.#hasEnded) return;
    if (signal === "SIGKILL") {
      this.#isKilled = true;
      return this.#kill();
    }
    if (this.#held.signal(signal)) return;
    // What holds it is on its way: it hears of it as soon as it is there.
    const { clock } = this.#options;
    clock.setAlarm(clock.now() + NOT_YET_MS, () => this.signal(signal));
  }

  /** Ends it with all that it has started, and lets go of what it printed. Settled when it is gone. */
  async end(): Promise<void> {
    if (!this.#hasEnded) this.#kill();
    await Promise.all([this.outputs.stdout.cancel(), this.outputs.stderr.cancel(), this.status.catch(() => {})]);
  }

  /** Ends it because of a limit: who waits for it is told so. */
  exceed(limit: keyof Limits, used: number): void {
    if (this.#failure !== undefined || this.isOver) return;
    const { limits, clock } = this.#options;
    const failure = { kind: "limit_exceeded", limit, value: limits[limit], used, at: clock.wallTime() } as const;
    this.#failure = new SandboxError(this.#options.action, failure);
    this.outputs.stdout.fail(this.#failure);
    this.outputs.stderr.fail(this.#failure);
    if (!this.#hasEnded) this.#kill();
  }

  #kill(): void {
    if (this.#held.kill()) return;
    try {
      this.#child.kill("SIGKILL"); // its own child a program may always end
    } catch { /* it is dead already */ }
  }

  async #ended(): Promise<ProgramStatus> {
    const status = await this.#child.status;
    await this.#held.sweep();
    this.#hasEnded = true;
    await this.#input?.abort().catch(() => {});
    if (this.#failure !== undefined) throw this.#failure;
    return this.#isKilled && !status.success ? KILLED : this.#held.statusOf(status);
  }
}
