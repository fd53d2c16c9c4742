import type { Clock } from "@superlearner/otp";
import { readNativeSymbols } from "../guest/native_symbols.ts";
import type { Limits } from "../limits/limits.ts";
import { SandboxError } from "../limits/sandbox_error.ts";
import type { Grants } from "../permissions/grants.ts";
import type { Programs } from "../programs/programs.ts";
import { NATIVE_BUNDLE } from "./native_bundle.ts";
import { NativeLibrary } from "./native_library.ts";

/** What the libraries of a guest are loaded with. */
export interface NativeLibrariesOptions {
  readonly grants: Grants;
  readonly limits: Limits;
  /** What the time of a call is measured by. */
  readonly clock: Clock;
  /** What runs their processes. */
  readonly programs: Pick<Programs, "hold">;
  /** Told of each library that is loaded, and of each that cannot be. */
  readonly noted: (result: "ok" | "failed", target: string, detail?: string) => void;
}

/** What is said to have been attempted where a limit ends it. */
const HELD = "use a native library for a guest";
const ACTION = "load a native library for a guest";
/** Of how many that have ended it is known why. */
const MOST_KEPT = 100;
const SHELL = "/bin/sh";
/** What the library prints is nobody's, and the way to the host is another. */
const APART = 'exec "$@" 3>&1 >/dev/null';

/** The native libraries of one guest, each in a process of its own. Guests know them by numbers of their own. */
export class NativeLibraries {
  readonly #options: NativeLibrariesOptions;
  readonly #open = new Map<number, NativeLibrary>();
  #last = 0;

  constructor(options: NativeLibrariesOptions) {
    this.#options = options;
  }

  /** Loads one; its number. @throws {SandboxError} If it was not granted. @throws {TypeError} If it cannot be loaded. */
  async open(asked: string, declared: unknown): Promise<number> {
    const { grants, limits, clock, programs, noted } = this.#options;
    const symbols = readNativeSymbols(declared);
    const path = grants.demand(ACTION, { permission: "ffi", target: asked });
    noted("ok", path); // first told, then done
    try {
      const program = await programs.hold(HELD, commandFor());
      const library = new NativeLibrary({ program, path, asked, symbols, limits, clock });
      const id = ++this.#last;
      this.#open.set(id, library);
      program.status.catch(() => {}).finally(() => this.#open.size > MOST_KEPT && this.#open.delete(id));
      await library.opened;
      return id;
    } catch (error) {
      noted("failed", path, error instanceof SandboxError || error instanceof TypeError ? error.message : undefined);
      throw error;
    }
  }

  /** Calls a function of one. @throws {Error} What it says, or why it is no more. */
  async call(
    id: number,
    { name, args }: { readonly name: string; readonly args: readonly unknown[] },
  ): Promise<unknown> {
    const library = this.#open.get(id);
    if (library === undefined) throw new TypeError("The library is not loaded any more");
    return await library.call(name, args);
  }

  /** Lets go of one. */
  async close(id: number): Promise<void> {
    const library = this.#open.get(id);
    this.#open.delete(id);
    await library?.close();
  }
}

/** It may do everything, as native code may whatever Deno is told. Only what is ours runs there beside it. */
function commandFor(): { readonly path: string; readonly args: readonly string[] } {
  const deno = [
    ...[Deno.execPath(), "run", "--quiet", "--allow-all", "--no-remote", "--no-npm", "--no-config", "--no-lock"],
    "--no-code-cache", // what is kept on the disk another one might change, who may write there
    `data:application/javascript,${encodeURIComponent(NATIVE_BUNDLE)}`,
  ];
  const [path, ...args] = Deno.build.os === "windows" ? deno : [SHELL, "-c", APART, "sh", ...deno];
  return { path: path!, args };
}
