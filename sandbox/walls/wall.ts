import type { FromWall, ToWall } from "./wall_protocol.ts";

/** How a wall came to its end. */
export interface WallEnd {
  /** What it ended with, for people. */
  readonly exit: string;
  /** The limit that it ended of, where that is known. */
  readonly limit?: "heapMb" | "memoryMb";
  /** How much was used of it, in MiB. */
  readonly used?: number;
  /** The process that it was in, where several share it. */
  readonly shared?: string;
}

/** What a wall tells of what comes. */
export interface WallListener {
  /** Something was said on the other side. */
  received(message: FromWall): void;
  /** It is gone, or of no use any more, and was not closed from here; told once. */
  ended(end: WallEnd): void;
}

/** An outer wall, from the outside. */
export interface Wall {
  /** Which kind. */
  readonly kind: "worker" | "process";
  /** Who is told what comes. What comes before there is somebody waits. */
  listen(listener: WallListener): void;
  /** Says something to the other side. */
  post(message: ToWall): void;
  /** Ends it. Settled when nothing of it is left, with whether that is so: false for a thread that could not be stopped. */
  close(): Promise<boolean>;
}
