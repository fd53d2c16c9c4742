import { stripVTControlCharacters } from "node:util";
import type { Terminal } from "./terminal.ts";

/** How Deno is started. */
export interface DenoRun {
  /** Its arguments. */
  readonly args: readonly string[];
  /** The folder in which. */
  readonly cwd: string;
  /** Variables in addition to those there are. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether what it prints is shown at once. */
  readonly show: boolean;
  /** Ends it before it is done. */
  readonly signal?: AbortSignal;
}

/** How Deno ended. */
export interface DenoEnd {
  /** Its exit code. */
  readonly code: number;
  /** What it printed, without colours. */
  readonly output: string;
  /** What it printed, as it was. */
  readonly printed: readonly Uint8Array[];
}

/** Starts Deno, shows what it prints as it comes, and keeps it. */
export async function runDeno({ args, cwd, env, show, signal }: DenoRun, terminal: Terminal): Promise<DenoEnd> {
  const colours: Record<string, string> = terminal.styled ? { FORCE_COLOR: "1" } : { NO_COLOR: "1" };
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { ...colours, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
    ...(signal ? { signal } : {}),
  }).spawn();
  const printed: Uint8Array[] = [];
  const listen = async (stream: ReadableStream<Uint8Array>) => {
    for await (const bytes of stream) {
      printed.push(bytes);
      if (show) terminal.write(bytes);
    }
  };
  const [{ code }] = await Promise.all([child.status, listen(child.stdout), listen(child.stderr)]);
  const text = await new Response(new Blob(printed.map((bytes) => bytes.slice()))).text();
  return { code, output: stripVTControlCharacters(text), printed };
}
