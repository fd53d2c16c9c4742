/** What a command that ran to its end left behind. */
export interface Outcome {
  code: number;
  /** What it printed, both streams, in the order in which it arrived. */
  output: string;
  durationMs: number;
}

/** How a command is started. */
export interface CommandOptions {
  /** @default {the current folder} */
  cwd?: string;
  env?: Record<string, string>;
  /** Also prints everything as it comes. @default {false} */
  show?: boolean;
  /** Ends the command when it aborts, which then has the exit code of a program that was killed. */
  signal?: AbortSignal;
}

/** Runs a command to its end without a terminal and without input. Rejects only if it cannot be started. */
export async function run(command: string[], options: CommandOptions = {}): Promise<Outcome> {
  const [program, ...args] = command;
  if (program === undefined) throw new TypeError("Cannot run a command: it needs a program, got an empty list");
  const { cwd, env, show = false, signal } = options;
  const started = performance.now();
  const child = new Deno.Command(program, {
    args,
    ...(cwd === undefined ? {} : { cwd }),
    ...(signal === undefined ? {} : { signal }),
    // Colours belong to a terminal: elsewhere they garble logs and everything that reads them.
    env: { ...(show && Deno.stdout.isTerminal() ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" }), ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  // Deno listens only to what comes later.
  if (signal?.aborted) child.kill();
  let output = "";
  const collect = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>, target: typeof Deno.stdout) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      if (show) target.writeSync(new TextEncoder().encode(text));
    }
  };
  const [status] = await Promise.all([
    child.status,
    collect(child.stdout, Deno.stdout),
    collect(child.stderr, Deno.stderr),
  ]);
  return { code: status.code, output, durationMs: performance.now() - started };
}

/** Runs this very Deno. */
export function deno(args: string[], options: CommandOptions = {}): Promise<Outcome> {
  return run([Deno.execPath(), ...args], options);
}
