import type { System } from "@superlearner/otp";
import type { RealWall } from "./attempt.ts";
import type { Cage, Held, Prisoner } from "./cage.ts";

/** A real wall: the sandboxes of this package. */
export class SandboxCage implements Cage {
  readonly wall: RealWall;
  constructor(_system: System, wall: RealWall) {
    this.wall = wall;
  }
  hold(_prisoner: Prisoner): Promise<Held> {
    throw new Error("not yet");
  }
  async [Symbol.asyncDispose](): Promise<void> {}
}
