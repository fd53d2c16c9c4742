/** How a guest has a program started. */
export interface GuestCommandOptions {
  /** Its arguments, each as it is: no shell reads them. @default {[]} */
  readonly args?: readonly string[];
  /** Where it works: a folder that `read` granted. @default {a folder of its own} */
  readonly cwd?: string;
  /** Variables with other values; of those that `env` granted. @default {{}} */
  readonly env?: Readonly<Record<string, string>>;
  /** Whether it has none of those that were granted, but for what `env` says. @default {false} */
  readonly clearEnv?: boolean;
  /** Whether it is given input. @default {"null"} */
  readonly stdin?: "piped" | "null";
  /** Whether what it prints is kept. @default {"piped" for output(), "null" for spawn()} */
  readonly stdout?: "piped" | "null";
  /** The same for its errors. @default {"piped" for output(), "null" for spawn()} */
  readonly stderr?: "piped" | "null";
}

/** The end of a program. */
export interface GuestCommandStatus {
  /** Whether it left with 0. */
  readonly success: boolean;
  /** What it left with. */
  readonly code: number;
  /** What ended it, where it did not leave by itself. */
  readonly signal: string | null;
}

/** The end of a program, and what it has printed. */
export interface GuestCommandOutput extends GuestCommandStatus {
  /** What it printed. */
  readonly stdout: Uint8Array;
  /** What it printed among its errors. */
  readonly stderr: Uint8Array;
}

/** What a program prints, as it comes: by a reader, by iteration, or whole. Once. */
export interface GuestProgramOutput extends AsyncIterable<Uint8Array> {
  /** Reads piece by piece. */
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value: Uint8Array | undefined }>;
    cancel(): Promise<unknown>;
    releaseLock(): void;
  };
  /** Nobody reads any more. */
  cancel(): Promise<unknown>;
  /** All of it. */
  bytes(): Promise<Uint8Array>;
  /** All of it, as UTF-8. */
  text(): Promise<string>;
  /** All of it, as JSON. */
  json(): Promise<unknown>;
}

/** A program that was started. */
export interface GuestChildProcess extends AsyncDisposable {
  /** Its end. */
  readonly status: Promise<GuestCommandStatus>;
  /** What it prints, where that is `"piped"`. */
  readonly stdout: GuestProgramOutput;
  /** Its errors, where those are `"piped"`. */
  readonly stderr: GuestProgramOutput;
  /** Its input, where that is `"piped"`. */
  readonly stdin: {
    getWriter(): { write(bytes: Uint8Array): Promise<void>; close(): Promise<void>; releaseLock(): void };
    close(): Promise<void>;
  };
  /** Waits for its end and for all that it prints. */
  output(): Promise<GuestCommandOutput>;
  /** Sends it a signal. @default {"SIGTERM"} */
  kill(signal?: string): void;
}

/** A program, as it is to be run. */
export interface GuestCommand {
  /** Runs it to its end. */
  output(): Promise<GuestCommandOutput>;
  /** Starts it. */
  spawn(): GuestChildProcess;
}

/** What a native function takes and gives, by the names of `Deno.dlopen`. */
export type GuestNativeType =
  | ("u8" | "i8" | "u16" | "i16" | "u32" | "i32" | "f32" | "f64")
  | ("u64" | "i64" | "usize" | "isize")
  | ("bool" | "pointer");

/** What of a native function a guest declares. */
export interface GuestForeignFunction {
  /** Its name in the library. @default {what it is declared by} */
  readonly name?: string;
  /** What it takes. */
  readonly parameters: readonly (GuestNativeType | "buffer")[];
  /** What it gives. */
  readonly result: GuestNativeType | "void";
  /** Always true: nobody waits for it in the middle of a turn. */
  readonly nonblocking: true;
  /** Whether it may be missing. @default {false} */
  readonly optional?: boolean;
}

/** What a native function of a type gives. */
export type GuestNativeResult<Type> = Type extends "void" ? undefined
  : Type extends "bool" ? boolean
  : Type extends "u64" | "i64" | "usize" | "isize" ? bigint
  : Type extends "pointer" ? object | null
  : number;

/** What it takes. */
export type GuestNativeArgument<Type> = Type extends "bool" ? boolean
  : Type extends "u64" | "i64" | "usize" | "isize" ? bigint | number
  : Type extends "pointer" ? object | null
  : Type extends "buffer" ? ArrayBuffer | ArrayBufferView | null
  : number;

/** A native function, as it is called. */
export type GuestNativeFunction<Parameters extends readonly unknown[], Result> = (
  ...args: { readonly [At in keyof Parameters]: GuestNativeArgument<Parameters[At]> }
) => Promise<GuestNativeResult<Result>>;

/**
 * A native library. The calls go to the process that it is in, and run there at the same time, each in a thread; what is written
 * into buffers there is written here when the call is over.
 */
export interface GuestLibrary<Symbols extends { readonly [name: string]: GuestForeignFunction }> {
  /** Its functions, by the names that they were declared by. One that is `optional` and not there says so when it is called. */
  readonly symbols: {
    readonly [Name in keyof Symbols]: GuestNativeFunction<Symbols[Name]["parameters"], Symbols[Name]["result"]>;
  };
  /** Lets go of it. What is under way fails. */
  close(): void;
}
