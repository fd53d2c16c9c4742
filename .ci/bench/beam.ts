import { run } from "../lib/command.ts";
import { fromFileUrl } from "../lib/workspace.ts";
import type { Peer } from "./types.ts";

/** A BEAM that measures on demand and stays alive in between, so that it is warm. */
export interface Beam extends AsyncDisposable {
  /** Asks the script for one figure. */
  measure(name: string): Promise<number>;
}

/** The BEAM as the peer of a row: one measurement of a script, by default `beam/genserver.exs`. */
export function beam(measurement: string, script: URL = new URL("./beam/genserver.exs", import.meta.url)): Peer {
  return {
    name: "BEAM",
    install: installElixir,
    run: () => shared(script).measure(measurement),
  };
}

let installing: Promise<boolean> | undefined;

/** Makes sure that `elixir` is there, with Debian's package if need be. Rejects with the reason if it cannot be. */
export function installElixir(): Promise<boolean> {
  return installing ??= install();
}

async function install(): Promise<boolean> {
  if (await works(["elixir", "--version"])) return true;
  if (Deno.uid() !== 0) throw new Error("Elixir is not installed, and only root can install it");
  if (!await works(["apt-get", "--version"])) throw new Error("Elixir is not installed, and there is no apt-get here");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await run(["apt-get", "update", "-qq"], { env });
  const { code, output } = await run(["apt-get", "install", "-y", "-qq", "elixir"], { env });
  if (code !== 0) throw new Error(`Elixir cannot be installed: ${output.trim().split("\n").at(-1)}`);
  return true;
}

async function works(command: string[]): Promise<boolean> {
  return (await run(command).catch(() => undefined))?.code === 0;
}

const running = new Map<string, Beam>();

/** One BEAM a script, for all rows of a run. It ends with this program, because its input does. */
function shared(script: URL): Beam {
  const known = running.get(script.href);
  if (known) return known;
  const made = startBeam(["elixir", fromFileUrl(script)]);
  running.set(script.href, made);
  return made;
}

/** Starts a program that reads names of measurements, one a line, and answers each with a figure on a line. */
export function startBeam([program, ...args]: [string, ...string[]]): Beam {
  const child = new Deno.Command(program, { args, stdin: "piped", stdout: "piped", stderr: "null" }).spawn();
  const input = child.stdin.getWriter();
  const lines = readLines(child.stdout);
  let last: Promise<unknown> = Promise.resolve();
  async function ask(name: string): Promise<number> {
    await input.write(new TextEncoder().encode(`${name}\n`));
    const { value, done } = await lines.next();
    const figure = Number(value);
    if (!done && value !== "" && Number.isFinite(figure)) return figure;
    throw new Error(`Cannot measure ${name}: a line with a number is wanted, got ${done ? "the end" : value}`);
  }
  return {
    measure(name) {
      // In turn: answers carry no name.
      const answer = last.then(() => ask(name));
      last = answer.catch(() => {});
      return answer;
    },
    async [Symbol.asyncDispose]() {
      await input.close().catch(() => {});
      await lines.return();
      await child.status;
    },
  };
}

async function* readLines(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string, void> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
}
