import { checkProgramSignal } from "../limits/program_signals.ts";
import { GuestTextDecoder } from "./guest_encoding.ts";

/** Has the host do something. */
type Use = (capability: string, args: readonly unknown[]) => Promise<unknown>;

/** The end of a program, and what it has printed where that was asked for. */
interface Ended {
  readonly success: boolean;
  readonly code: number;
  readonly signal: string | null;
  readonly stdout?: Uint8Array;
  readonly stderr?: Uint8Array;
}

type Options = Readonly<Record<string, unknown>>;

/** What is said of a program that is started; nothing else of the options goes to the host. */
function asked(options: Options, piped: "piped" | "null"): Options {
  const { args = [], cwd, env = {}, clearEnv = false, stdin, stdout = piped, stderr = piped } = options;
  return {
    args: [...args as unknown[]].map(String),
    env: Object.fromEntries(Object.entries(env as object).map(([name, value]) => [name, String(value)])),
    clearEnv: clearEnv === true,
    ...(cwd === undefined ? {} : { cwd: String(cwd) }),
    ...(stdin === undefined ? {} : { stdin }),
    stdout,
    stderr,
  };
}

/** What a program prints, as it comes: read by a reader, by iteration, or whole. */
class ProgramOutput {
  readonly #next: () => Promise<Uint8Array | null>;
  readonly #stop: () => Promise<unknown>;
  #taken = false;

  constructor(use: Use, { started, output }: { readonly started: Promise<number>; readonly output: string }) {
    this.#next = async () => await use("readProgram", [await started, output]) as Uint8Array | null;
    this.#stop = async () => await use("cancelProgram", [await started, output]);
  }

  getReader(): object {
    this.#take();
    return Object.freeze({
      read: async () => {
        const value = await this.#next();
        return value === null ? { done: true, value: undefined } : { done: false, value };
      },
      cancel: () => this.#stop(),
      releaseLock: () => void (this.#taken = false),
    });
  }

  cancel(): Promise<unknown> {
    return this.#stop();
  }

  async bytes(): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of this) pieces.push(piece);
    const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      whole.set(piece, at);
      at += piece.length;
    }
    return whole;
  }

  async arrayBuffer(): Promise<ArrayBufferLike> {
    return (await this.bytes()).buffer;
  }

  async text(): Promise<string> {
    return new GuestTextDecoder().decode(await this.bytes());
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    this.#take();
    for (let piece = await this.#next(); piece !== null; piece = await this.#next()) yield piece;
  }

  #take(): void {
    if (this.#taken) throw new TypeError("The output is read already");
    this.#taken = true;
  }
}

/** A program that was started. Of the host's processes it knows nothing: its `pid` is a number of the sandbox's own. */
class ChildProcess {
  readonly #use: Use;
  readonly #started: Promise<number>;
  readonly #status: Promise<Ended>;
  readonly #options: Options;
  readonly #outputs: Readonly<Record<string, ProgramOutput>>;

  constructor(use: Use, { name, options }: { readonly name: string; readonly options: Options }) {
    this.#use = use;
    this.#options = options;
    this.#started = use("startProgram", [name, options]) as Promise<number>;
    this.#status = this.#started.then((id) => use("programStatus", [id]) as Promise<Ended>);
    this.#status.catch(() => {}); // who asks for it is told
    const output = (name: string) => new ProgramOutput(use, { started: this.#started, output: name });
    this.#outputs = { stdout: output("stdout"), stderr: output("stderr") };
  }

  get status(): Promise<Ended> {
    return this.#status;
  }

  get stdout(): ProgramOutput {
    return this.#piped("stdout");
  }

  get stderr(): ProgramOutput {
    return this.#piped("stderr");
  }

  get stdin(): object {
    if (this.#options["stdin"] !== "piped") throw new TypeError('Cannot get "stdin": it is not "piped"');
    const write = async (bytes: unknown) => void await this.#use("writeProgram", [await this.#started, bytes]);
    const close = async () => void await this.#use("closeProgram", [await this.#started]);
    const writer = { write, close, ready: Promise.resolve(), releaseLock() {} };
    return Object.freeze({ getWriter: () => Object.freeze(writer), close });
  }

  async output(): Promise<Ended> {
    const [stdout, stderr] = await Promise.all([this.stdout.bytes(), this.stderr.bytes()]);
    return { ...await this.#status, stdout, stderr };
  }

  kill(signal: unknown = "SIGTERM"): void {
    const checked = checkProgramSignal(signal);
    this.#started.then((id) => this.#use("killProgram", [id, checked])).catch(() => {});
  }

  ref(): void {}

  unref(): void {}

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.#status.catch(() => {});
  }

  #piped(name: string): ProgramOutput {
    if (this.#options[name] !== "piped") throw new TypeError(`Cannot get "${name}": it is not "piped"`);
    return this.#outputs[name]!;
  }
}

/** `Deno.Command`, where any program was granted: the host runs it. */
export function makeCommand(use: Use): new (program: unknown, options?: Options) => object {
  return class Command {
    readonly #program: string;
    readonly #options: Options;

    constructor(program: unknown, options: Options = {}) {
      this.#program = String(program);
      this.#options = { ...options };
    }

    /** Runs it to its end. */
    async output(): Promise<Ended> {
      const options = asked(this.#options, "piped");
      const ended = await use("runProgram", [this.#program, options]) as Ended;
      return options["stdout"] === "piped" && options["stderr"] === "piped" ? ended : withGetters(ended, options);
    }

    /** Starts it. */
    spawn(): ChildProcess {
      return new ChildProcess(use, { name: this.#program, options: asked(this.#options, "null") });
    }

    outputSync(): never {
      throw new TypeError("A sandbox waits for nothing in the middle of a turn: await output()");
    }
  };
}

/** What was not asked for is not there. */
function withGetters({ success, code, signal, ...printed }: Ended, options: Options): Ended {
  const wanted = Object.entries(printed).filter(([name]) => options[name] === "piped");
  return { success, code, signal, ...Object.fromEntries(wanted) };
}
