import type { GuestCommand, GuestCommandOptions, GuestForeignFunction, GuestLibrary } from "./guest_programs.ts";

/** What is known of a file. */
export interface GuestFileInfo {
  /** Whether it is a file. */
  readonly isFile: boolean;
  /** Whether it is a folder. */
  readonly isDirectory: boolean;
  /** Its size, in bytes. */
  readonly size: number;
  /** When it was last written; `null` where nobody knows. */
  readonly mtime: Date | null;
}

/** One entry of a folder. */
export interface GuestDirEntry {
  /** Its name, without the folder. */
  readonly name: string;
  /** Whether it is a file. */
  readonly isFile: boolean;
  /** Whether it is a folder. */
  readonly isDirectory: boolean;
  /** Whether it is a link. */
  readonly isSymlink: boolean;
}

/** The variables of the environment that were granted. */
export interface GuestEnv {
  /** The value of a variable. @throws `NotCapable` for one that was not granted. */
  get(name: string): string | undefined;
}

/**
 * `Deno` as a guest finds it: the host does it for the guest, where it was granted. All else that `Deno` has elsewhere is not
 * there, or is refused; a refusal is an error with the name `NotCapable`.
 */
export interface GuestDeno {
  /** Reads a text. Takes `read`. */
  readTextFile(path: string): Promise<string>;
  /** Reads bytes. Takes `read`. */
  readFile(path: string): Promise<Uint8Array>;
  /** Tells what is known of a file. Takes `read`. */
  stat(path: string): Promise<GuestFileInfo>;
  /** Lists a folder. Takes `read`. */
  readDir(path: string): AsyncIterable<GuestDirEntry>;
  /** Writes a text in the place of what is there. Takes `write`. */
  writeTextFile(path: string, text: string): Promise<void>;
  /** Writes bytes in the place of what is there. Takes `write`. */
  writeFile(path: string, bytes: Uint8Array): Promise<void>;
  /** Makes a folder. Takes `write`. */
  mkdir(path: string, options?: { readonly recursive?: boolean }): Promise<void>;
  /** Removes a file or a folder. Takes `write`. */
  remove(path: string, options?: { readonly recursive?: boolean }): Promise<void>;
  /** The variables of the environment. Takes `env`. */
  readonly env: GuestEnv;
  /** A program to run. Takes `run`. */
  readonly Command: new (program: string, options?: GuestCommandOptions) => GuestCommand;
  /** Loads a native library into a process of its own. Takes `ffi`. */
  dlopen<const Symbols extends { readonly [name: string]: GuestForeignFunction }>(
    path: string,
    symbols: Symbols,
  ): GuestLibrary<Symbols>;
  /** The name of the machine. Takes `sys`, as do the following. */
  hostname(): string;
  /** The release of its system. */
  osRelease(): string;
  /** How long it is up, in seconds. */
  osUptime(): number;
  /** Who the host runs as. */
  uid(): number | null;
  /** The same for the group. */
  gid(): number | null;
  /** How many wait for its processors, on average. */
  loadavg(): Promise<readonly number[]>;
  /** Its memory, in bytes. */
  systemMemoryInfo(): Promise<Readonly<Record<string, number>>>;
  /** Its networks. */
  networkInterfaces(): Promise<readonly Readonly<Record<string, unknown>>[]>;
}
