import type { FromWall, ToWall, WallStart } from "./wall_protocol.ts";

/** What the host and a shared process say to each other: what its walls say, each with the number of its wall. */

/** To a shared process. */
export type ToShared =
  /** First of all: the code of the workers, and of the realms in them. */
  | readonly ["start", worker: string, bundle: string]
  /** What an earlier wall made of the code; for all that come. */
  | readonly ["cache", cache: Uint8Array]
  /** Makes a wall: a worker. */
  | readonly ["open", wall: number, start: Required<Pick<WallStart, "version" | "nonce" | "lock">>]
  /** For what is in it. */
  | readonly ["to", wall: number, message: ToWall]
  /** Ends one. */
  | readonly ["close", wall: number];

/** From a shared process. */
export type FromShared =
  | readonly ["from", wall: number, message: FromWall]
  /** The worker is gone by itself. */
  | readonly ["ended", wall: number, exit: string]
  /** The worker was ended; false if it could not be. */
  | readonly ["closed", wall: number, gone: boolean];
