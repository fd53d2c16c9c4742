import type { GuestConfig } from "../guest/protocol.ts";

/** What host and wall say to each other. The wall is ours, but it lives beside the guest: what it says is checked as well. */

/** The version of it; the two sides refuse each other where it differs. */
export const WALL_VERSION = 4;

/** What a wall is told first. */
export interface WallStart {
  /** The version of the protocol. */
  readonly version: number;
  /** Said again with the first answer, so that nobody else's is taken for it. */
  readonly nonce: string;
  /** The code that is ours in the realm of a guest. */
  readonly bundle: string;
  /** What an earlier wall made of it; none, and this one makes it. */
  readonly cache?: Uint8Array;
  /** A shorter way to it; none, and all that it is told takes the port. */
  readonly mailbox?: SharedArrayBuffer;
  /** The lock that it holds as long as it lives; none where its end is seen otherwise. */
  readonly lock?: string;
}

/** What one cell may use, as far as its own thread can see it. */
export interface CellLimits {
  /** One turn, in milliseconds. */
  readonly turnMs: number;
  /** The heap of the thread, in MiB. */
  readonly heapMb: number;
  /** The heap and what hangs on it, in MiB. */
  readonly memoryMb: number;
}

/** Why a version does not load. */
export type LinkFailure =
  | { readonly kind: "import_denied"; readonly specifier: string; readonly from: string }
  | { readonly kind: "unreadable"; readonly message: string }
  /** It is not evaluated in the time of a limit: that of `reload`, or that of a turn, where this is shorter. */
  | {
    readonly kind: "endless";
    readonly limit: "pauseMs" | "turnMs";
    readonly limitMs: number;
    readonly usedMs: number;
  }
  /** A `codeChange` does not give the state of a server in that time: of which, by its pid in the guest, where that is known. */
  | {
    readonly kind: "endless_change";
    readonly pid: string;
    readonly limit: "pauseMs" | "turnMs";
    readonly limitMs: number;
  };

/** How a version is to take the place of the one that runs: what of it is tried. */
export interface ChangePlan {
  /** The number of the version that runs, and that of the next, as migrations are told. */
  readonly from: number;
  readonly to: number;
  /** Whether the definitions of the next make the states; else those that run do, or the host. */
  readonly migrates: boolean;
}

/** To a wall. */
export type ToWall =
  /**
   * Makes a realm for a sandbox, and loads its modules there: by path, and the path of the entry; with the first messages for the
   * guest. In one, for each takes a while.
   */
  | readonly [
    "create",
    cell: number,
    config: GuestConfig,
    limits: CellLimits,
    modules: readonly (readonly [string, string])[],
    entry: string,
    messages: readonly string[],
  ]
  /** Brings another version of the modules, to stand beside the one that runs; all else waits so long at most until it is evaluated. */
  | readonly [
    "reload",
    cell: number,
    version: number,
    modules: readonly (readonly [string, string])[],
    entry: string,
    pauseMs: number,
    plan: ChangePlan,
  ]
  /** A version runs now; or never will. */
  | readonly ["keep", cell: number, version: number]
  | readonly ["forget", cell: number, version: number]
  /** Messages for the guest, each as text. */
  | readonly ["in", cell: number, messages: readonly string[]]
  /** So many outputs have been dealt with. */
  | readonly ["taken", cell: number, outputs: number]
  /** Ends a cell. */
  | readonly ["drop", cell: number]
  | readonly ["ping", id: number]
  /** Nobody is there yet: it has time to make ready what the first one needs. */
  | readonly ["warm"]
  /** After that: what the first one is likely to load, which may then begin at once. */
  | readonly ["expect", modules: readonly (readonly [string, string])[], entry: string];

/** From a wall. */
export type FromWall =
  | readonly ["ready", version: number, nonce: string]
  /** What was made of the code of ours; said before any guest is there. */
  | readonly ["cache", cache: Uint8Array]
  /** What the guest says: messages as JSON, a line for each. */
  | readonly ["out", cell: number, text: string]
  /** An import led out of the map. */
  | readonly ["import_denied", cell: number, specifier: string, from: string]
  /** The modules cannot be read or linked. */
  | readonly ["unreadable", cell: number, message: string]
  /** The modules of a version that are there anew, by path. */
  | readonly ["linked", cell: number, version: number, anew: readonly string[]]
  /** A version does not load; the one that runs goes on. */
  | readonly ["not_linked", cell: number, version: number, why: LinkFailure]
  /** It went over a limit, and is ended. */
  | readonly ["over", cell: number, limit: string, value: number, used: number]
  /** Nobody awaits promises that were rejected, in one of the cells: of an unknown one, or more than it tells of itself. */
  | readonly ["rejection"]
  /** What was used lately: bytes of heap, bytes beside it, milliseconds of the thread's time. */
  | readonly ["sample", heap: number, external: number, cpuMs: number]
  | readonly ["pong", id: number];
