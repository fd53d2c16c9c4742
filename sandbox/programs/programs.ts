import type { Clock } from "@superlearner/otp";
import type { Limits } from "../limits/limits.ts";
import { checkProgramSignal } from "../limits/program_signals.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { Grants } from "../permissions/grants.ts";
import type { Confinement, ProgramCommand, ProgramStatus } from "./confinement.ts";
import { findConfinement } from "./find_confinement.ts";
import { HOST_FOLDER } from "../walls/host_folder.ts";
import { Program } from "./program.ts";
import { isLoaderVariable, type ProgramRequest, readProgramRequest } from "./program_request.ts";
import { ProgramsWatch } from "./programs_watch.ts";

/** What the programs of a guest are run with. */
export interface ProgramsOptions {
  readonly grants: Grants;
  readonly limits: Limits;
  /** The variables that were granted. */
  readonly env: Readonly<Record<string, string>>;
  readonly clock: Clock;
  /** Told of each program that is run, and of each that a limit has ended. */
  readonly noted: (result: "ok" | "failed", target: string, detail?: string) => void;
  /** How they are held. @default the strongest way that there is */
  readonly confinement?: Confinement;
}

const ACTION = "run a program for a guest";

/** Of how many that have ended the end is kept until somebody asks for it. */
const MOST_KEPT = 100;

/** How one is started; told of, where it has a target. */
type Start = Omit<ProgramCommand, "processes"> & Pick<ProgramRequest, "cwd" | "stdin" | "stdout" | "stderr"> & {
  readonly target?: string;
};

/** One that was. */
interface Started {
  readonly id: number;
  readonly program: Program;
}

/** What a program has printed, and its end. */
export interface ProgramOutput extends ProgramStatus {
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/** The programs that run for one guest. Guests know them by numbers of their own. */
export class Programs {
  readonly #options: ProgramsOptions;
  readonly #running = new Map<number, Program>();
  /** Those whose end somebody waits for or knows. */
  readonly #asked = new WeakSet<Program>();
  readonly #watch: ProgramsWatch;
  #last = 0;
  #home: string | undefined;
  #closing: Promise<void> | undefined;

  constructor(options: ProgramsOptions) {
    this.#options = options;
    this.#watch = new ProgramsWatch(this.#running, options);
  }

  /** Starts one; the number that it has from now on. @throws {SandboxError} If it was not granted, or is one too many. */
  async spawn(name: string, asked: unknown): Promise<number> {
    const request = readProgramRequest(asked);
    const { grants } = this.#options;
    const path = grants.demand(ACTION, { permission: "run", target: name });
    const env = this.#environment(request);
    const cwd = request.cwd && grants.demand(ACTION, { permission: "read", target: request.cwd });
    const { args, stdin, stdout, stderr } = request;
    const pipes = { stdin, stdout, stderr };
    const { id } = await this.#start(ACTION, { path, args, env, cwd, ...pipes, target: [path, ...args].join(" ") });
    return id;
  }

  /** Starts what is no program of the guest's, and is held and counted as one. @throws {SandboxError} If it is one too many. */
  async hold(action: string, command: Pick<ProgramCommand, "path" | "args">): Promise<Program> {
    const env = { DENO_DIR: this.#ownFolder(), NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
    const pipes = { stdin: "piped", stdout: "piped", stderr: "null" } as const;
    try {
      const { program } = await this.#start(action, { ...command, ...pipes, env, cwd: undefined });
      this.#asked.add(program);
      return program;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotCapable)) throw error;
      throw new SandboxError(action, { kind: "permission_denied", permission: "run", target: command.path });
    }
  }

  async #start(action: string, { target, cwd, stdin, stdout, stderr, ...command }: Start): Promise<Started> {
    const { limits, clock, noted } = this.#options;
    const folder = cwd ?? this.#ownFolder();
    const confinement = this.#options.confinement ?? await findConfinement();
    if (this.#closing !== undefined) throw new SandboxError(action, { kind: "crashed", exit: "it was stopped" });
    this.#forgetEnded();
    this.#watch.demandRoom(action);
    const note: typeof noted = target === undefined ? () => {} : noted;
    const id = ++this.#last;
    note("ok", target!); // first told, then done
    try {
      const pipes = { stdin, stdout, stderr };
      const confined = { action, confinement, limits, clock, cwd: folder };
      const program = new Program({ command: { ...command, processes: limits.programs }, ...confined, ...pipes });
      this.#running.set(id, program);
      this.#watch.begin();
      program.status.catch((error: Error) => note("failed", target!, error.message));
      return { id, program };
    } catch (error) {
      note("failed", target!, error instanceof Error ? error.name : "Error");
      throw error;
    }
  }

  /** Where its programs work if nothing else is said, and all else that is written for it is. */
  #ownFolder(): string {
    return this.#home ??= HOST_FOLDER.take();
  }

  /** Runs one to its end. @throws {SandboxError} If it was not granted, or a limit has ended it. */
  async output(name: string, asked: unknown): Promise<ProgramOutput> {
    const id = await this.spawn(name, asked);
    const program = this.#running.get(id)!;
    this.#asked.add(program);
    const room = { left: this.#mostBytes() };
    const printed = Promise.all(
      (["stdout", "stderr"] as const).map((output) => this.#whole(program, { output, room })),
    );
    printed.catch(() => {}); // its end says the same, and only then is it gone
    const status = await program.status;
    const [stdout, stderr] = await printed;
    return { ...status, stdout: stdout!, stderr: stderr! };
  }

  /** The next piece of what one prints; `undefined` at its end. @throws {SandboxError} If a limit has ended it. */
  async read(id: number, output: "stdout" | "stderr"): Promise<Uint8Array | undefined> {
    const piece = await this.#get(id)?.outputs[output].read(this.#mostBytes());
    this.#forgetEnded();
    return piece;
  }

  /** Nobody reads one of the outputs any more. */
  async cancel(id: number, output: "stdout" | "stderr"): Promise<void> {
    await this.#get(id)?.outputs[output].cancel();
    this.#forgetEnded();
  }

  /** Gives one input. @throws {Error} If it takes none. */
  async write(id: number, bytes: Uint8Array): Promise<void> {
    await this.#get(id)?.write(bytes);
  }

  /** Tells one that there is no more input. */
  async closeInput(id: number): Promise<void> {
    await this.#get(id)?.closeInput();
  }

  /** Waits for the end of one. @throws {SandboxError} If a limit has ended it. */
  async status(id: number): Promise<ProgramStatus | undefined> {
    const program = this.#get(id);
    if (program === undefined) return undefined;
    this.#asked.add(program);
    try {
      return await program.status;
    } finally {
      this.#forgetEnded();
    }
  }

  /** Sends one a signal. @throws {TypeError} If it is none that one may send. */
  kill(id: number, signal: unknown): void {
    const checked = checkProgramSignal(signal);
    this.#get(id)?.signal(checked as Deno.Signal);
  }

  /** Ends all with everything that they have started. Settled when nothing is left of them. */
  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #close(): Promise<void> {
    this.#watch.end();
    await Promise.all([...this.#running.values()].map((each) => each.end()));
    if (this.#home !== undefined) await HOST_FOLDER.giveBack(this.#home);
  }

  /** Of the variables only such that were granted. */
  #environment({ env, clearEnv }: ProgramRequest): Record<string, string> {
    for (const name of Object.keys(env)) {
      this.#options.grants.demand(ACTION, { permission: "env", target: name });
      if (isLoaderVariable(name)) {
        throw new SandboxError(ACTION, { kind: "permission_denied", permission: "run", target: `${name}=` });
      }
    }
    return clearEnv ? { ...env } : { ...this.#options.env, ...env };
  }

  /** Of one that has ended only the end is of interest, until somebody has asked for it; but not for ever. */
  #forgetEnded(): void {
    for (const [id, program] of this.#running) {
      if (program.isOver && (this.#asked.has(program) || this.#running.size > MOST_KEPT)) this.#running.delete(id);
    }
  }

  /** One whose end nobody waits for any more is not known any more. */
  #get(id: unknown): Program | undefined {
    return this.#running.get(id as number);
  }

  async #whole(
    program: Program,
    { output, room }: { readonly output: "stdout" | "stderr"; readonly room: { left: number } },
  ): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    let size = 0;
    for (;;) {
      const piece = await program.outputs[output].read(Infinity);
      if (piece === undefined) break;
      size += piece.length;
      room.left -= piece.length;
      if (room.left < 0) {
        const most = this.#mostBytes();
        program.exceed("messageBytes", most - room.left);
      }
      pieces.push(piece);
    }
    const whole = new Uint8Array(size);
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  /** As much as goes over the wall at a time, where it is told as base64. */
  #mostBytes(): number {
    return Math.floor(this.#options.limits.messageBytes * 3 / 4) - 1000;
  }
}
