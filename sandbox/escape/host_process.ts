import type { Attempt, WallName } from "./attempt.ts";
import type { Bait } from "./bait.ts";
import type { HostStart } from "./host.ts";
import { readLines, writeLine } from "./json_lines.ts";
import type { Report } from "./verdict.ts";

/** How long a host has beyond what the attempt has, in milliseconds: destroying and looking take time. */
const GRACE_MS = 15_000;
/** How long it may take to leave in order, in milliseconds. */
const LEAVE_MS = 5000;
const NOTHING = { lines: [], lateMs: [], tookMs: 0 };

/** A process in which attempts are made. When one brings it down the next is started. */
export class HostProcess implements AsyncDisposable {
  readonly #wall: WallName;
  readonly #bait: Bait;
  #host: Host | undefined;

  /** @param bait What lies outside of it. */
  constructor(wall: WallName, bait: Bait) {
    this.#wall = wall;
    this.#bait = bait;
  }

  /** Makes an attempt there. A host that dies or hangs of it is part of the report. */
  async make(attempt: Attempt): Promise<Report> {
    const host = this.#host ??= await Host.start(this.#wall, this.#bait);
    await host.say(attempt.id);
    const late = Promise.withResolvers<"late">();
    // deno-lint-ignore superlearner/test-sleep -- a host that hangs says nothing
    const timer = setTimeout(() => late.resolve("late"), (attempt.deadlineMs ?? 5000) + GRACE_MS);
    const said = await Promise.race([host.hear(), late.promise]);
    clearTimeout(timer);
    if (said !== "late" && said !== undefined) {
      const report = said as Report;
      return { ...report, tripped: [...report.tripped, ...host.printed(this.#bait)] };
    }
    this.#host = undefined;
    const code = await host.end();
    return {
      ...NOTHING,
      tripped: [said === "late" ? "the host hangs" : `the host died with ${code}: ${host.output.slice(-300)}`],
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#host?.end();
  }
}

class Host {
  output = "";
  readonly #child: Deno.ChildProcess;
  readonly #connection: Deno.Conn;
  readonly #lines: AsyncGenerator<unknown, void, undefined>;
  readonly #reading: Promise<unknown>;
  readonly #input: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;

  private constructor(child: Deno.ChildProcess, connection: Deno.Conn) {
    this.#child = child;
    this.#connection = connection;
    this.#input = child.stdin.getWriter();
    this.#lines = readLines(connection);
    const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
      for await (const text of stream.pipeThrough(new TextDecoderStream())) this.output += text;
    };
    this.#reading = Promise.all([read(child.stdout), read(child.stderr)]);
  }

  static async start(wall: WallName, { places, secrets, cwd }: Bait): Promise<Host> {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const script = new URL("./host.ts", import.meta.url);
    const config = new URL("../../deno.json", import.meta.url);
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-A",
        "--quiet",
        "--no-lock",
        `--config=${config.pathname}`,
        script.pathname,
        wall,
        String(listener.addr.port),
      ],
      cwd,
      env: { CANARY_ENV: secrets["env"]!, CANARY_GRANTED: "granted", NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const connection = await Promise.race([listener.accept(), child.status.then(() => undefined)]);
    if (connection === undefined) {
      throw new Error(`Cannot start a host: ${new TextDecoder().decode((await child.output()).stderr)}`);
    }
    const host = new Host(child, connection);
    host.#input.write(new TextEncoder().encode(secrets["stdin"])).catch(() => {});
    await host.say({ places, secrets } satisfies HostStart);
    if (await host.hear() !== "ready") throw new Error(`Cannot start a host: ${host.output}`);
    return host;
  }

  say(value: unknown): Promise<void> {
    return writeLine(this.#connection, value);
  }

  async hear(): Promise<unknown> {
    try {
      return (await this.#lines.next()).value;
    } catch {
      return undefined; // the connection broke
    }
  }

  /** What it has printed that is a guest's. */
  printed({ secrets }: Bait): string[] {
    return this.output.includes(secrets["mark"]!) ? ["a guest wrote on the host's own output"] : [];
  }

  /** Ends it: in order where it still can, so that it cleans up. */
  async end(): Promise<number> {
    try {
      this.#connection.close();
    } catch { /* closed by its reader */ }
    // deno-lint-ignore superlearner/test-sleep -- one that hangs does not end
    const late = setTimeout(() => this.#kill(), LEAVE_MS);
    const { code } = await this.#child.status;
    clearTimeout(late);
    await this.#reading.catch(() => {});
    await this.#input.close().catch(() => {});
    return code;
  }

  #kill(): void {
    try {
      this.#child.kill("SIGKILL");
    } catch { /* it is dead */ }
  }
}
