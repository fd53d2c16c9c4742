import type { ExitReason } from "../processes/exit_reason.ts";
import type { Transport, TransportListener } from "../remote/transport.ts";
import { encodeFrame, FrameReader, MARK_BYTES } from "./frame_stream.ts";
import { permissionFlags } from "./permissions.ts";
import type { Place } from "./place_options.ts";
import type { ServeOptions } from "./serve.ts";
import { firstModule } from "./worker_transport.ts";
// Read by the subprocess, which takes from the cache only what was loaded here.
import "./process_main.ts";

/** How a subprocess is made. */
export interface ProcessTransportOptions {
  readonly place: Place;
  /** What it is told. */
  readonly serve: ServeOptions;
}

/** A subprocess of its own, and the way to it: its standard input and output. It copies; nothing can be moved. */
export class ProcessTransport implements Transport {
  readonly kind = "process";
  readonly #child: Deno.ChildProcess;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #mark: Uint8Array<ArrayBuffer> = crypto.getRandomValues(new Uint8Array(MARK_BYTES)); // a secret, not chance
  #closing: Promise<void> | undefined;

  /** Starts it. @throws If it may do more than this program, or programs cannot be run. */
  constructor({ place, serve }: ProcessTransportOptions) {
    this.#child = new Deno.Command(Deno.execPath(), {
      args: argumentsOf(place),
      clearEnv: true,
      env: { ...cacheOf(), ...place.env },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
      detached: true, // the leader of a group, so that what it has started goes with it
    }).spawn();
    this.#writer = this.#child.stdin.getWriter();
    this.#write(this.#mark);
    this.#write(encodeFrame(this.#mark, serve));
  }

  open(listener: TransportListener): void {
    const frames = new FrameReader(this.#mark, {
      value: (value) => listener.received(value),
      noise: (bytes) => void Deno.stdout.writeSync(bytes), // what the program there has printed
    });
    void this.#read(frames, listener);
  }

  send(data: unknown, _parts: readonly Transferable[]): void {
    this.#write(encodeFrame(this.#mark, data));
  }

  close(): Promise<void> {
    return this.#closing ??= this.#close();
  }

  /** Whatever goes wrong is seen by its end. */
  #write(bytes: Uint8Array<ArrayBuffer>): void {
    this.#writer.write(bytes).catch(() => {});
  }

  async #read(frames: FrameReader, listener: TransportListener): Promise<void> {
    try {
      for await (const chunk of this.#child.stdout) frames.push(chunk);
    } catch { /* the same as its end */ }
    const status = await this.#child.status;
    if (this.#closing !== undefined) return;
    listener.closed(reasonOf(status));
    void this.close();
  }

  async #close(): Promise<void> {
    kill(this.#child);
    await this.#writer.close().catch(() => {});
    await this.#child.status;
  }
}

/** What it ended with. */
function reasonOf({ code, signal }: Deno.CommandStatus): ExitReason {
  return signal === null ? { exit_status: code } : { exit_signal: signal };
}

function kill(child: Deno.ChildProcess): void {
  try {
    Deno.kill(-child.pid, "SIGKILL");
  } catch {
    try {
      child.kill("SIGKILL");
    } catch { /* it is dead already */ }
  }
}

function argumentsOf({ module, permissions, heapMb, remote }: Place): string[] {
  const local = [import.meta.url, module].every((url) => url.startsWith("file:"));
  const flags = ["--quiet", "--no-prompt", "--no-lock"];
  // What is not local must be in the cache; it was loaded here to be defined.
  if (!remote) flags.push("--no-npm", local ? "--no-remote" : "--cached-only");
  if (heapMb !== undefined) flags.push(`--v8-flags=--max-old-space-size=${heapMb}`);
  const first = firstModule("serveProcess", { main: "./process_main.ts", module });
  return ["run", ...flags, ...permissionFlags(permissions), first];
}

/** Where Deno's cache is; the one thing of this program's environment that a subprocess needs. */
function cacheOf(): { [name: string]: string } {
  const found: { [name: string]: string } = {};
  for (const name of ["DENO_DIR", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"]) {
    if (Deno.permissions.querySync({ name: "env", variable: name }).state !== "granted") continue;
    const value = Deno.env.get(name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}
