import { TextLineStream } from "./lines.ts";

/** The command as it is started in a terminal. */
export class Command implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #lines: ReadableStreamDefaultReader<string>;
  readonly #errors: Promise<string>;

  constructor(env: Record<string, string> = {}) {
    const root = new URL("../../", import.meta.url);
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["task", "--quiet", "start"],
      cwd: root,
      env: { PORT: "0", NO_COLOR: "1", ...env },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#lines = this.#process.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(new TextLineStream())
      .getReader();
    // From an empty cache Deno tells what it downloads; that is no complaint.
    this.#errors = new Response(this.#process.stderr).text().then((text) => text.replaceAll(/^Download .*\n/gm, ""));
  }

  /** The next line that it prints; `undefined` when there will be none. */
  async line(): Promise<string | undefined> {
    return (await this.#lines.read()).value;
  }

  /** The address of the line that says that it is ready. */
  async address(): Promise<string> {
    const line = await this.line();
    const address = /http:\/\/\S+/.exec(line ?? "")?.[0];
    if (address === undefined) throw new Error(`The command is not ready: ${line} ${await this.#errors}`);
    return address;
  }

  /** Waits for its end: how it ended, and what it complained of. */
  async end(): Promise<{ code: number; errors: string }> {
    const { code } = await this.#process.status;
    await this.#lines.cancel();
    return { code, errors: await this.#errors };
  }

  signal(signal: Deno.Signal): void {
    this.#process.kill(signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      this.#process.kill("SIGTERM");
    } catch { /* it has ended */ }
    await this.end();
  }
}
