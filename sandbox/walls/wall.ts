import type { FromWall, ToWall } from "./wall_protocol.ts";

/** What a wall tells of what comes. */
export interface WallListener {
  /** Something was said on the other side. */
  received(message: FromWall): void;
  /** It is gone, or of no use any more, and was not closed from here; told once. */
  ended(exit: string): void;
}

/** An outer wall, from the outside. */
export interface Wall {
  /** Which kind. */
  readonly kind: "worker" | "process";
  /** Says something to the other side. */
  post(message: ToWall): void;
  /** Ends it. Settled when nothing of it is left, with whether that is so: false for a thread that could not be stopped. */
  close(): Promise<boolean>;
}
