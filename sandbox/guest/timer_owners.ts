import { MODULE_MARK } from "./guest_stack.ts";

/** The module that set a timer while it was evaluated. */
export interface TimerOwner {
  /** Of which version. */
  readonly version: number;
  /** Its path. */
  readonly path: string;
}

/**
 * Whose timers are whose: those that a module sets while it is evaluated are its own, and those that they set when they fire. They
 * end with it. What handlers of processes set belongs to nobody here, and fires whatever has become of the code.
 */
export class TimerOwners {
  #version = -1;
  #current: TimerOwner | undefined;

  /** The modules of a version are evaluated from now on. */
  begin(version: number): void {
    this.#version = version;
  }

  /** They have been, as far as they do not wait. */
  end(): void {
    this.#version = -1;
  }

  /** Who sets timers now. */
  now(): TimerOwner | undefined {
    if (this.#current !== undefined || this.#version < 0) return this.#current;
    return { version: this.#version, path: outermostModule(new Error().stack ?? "") };
  }

  /** Runs what a timer does, for its owner. */
  within(owner: TimerOwner | undefined, code: () => void): void {
    const outer = this.#current;
    this.#current = owner;
    try {
      code();
    } finally {
      this.#current = outer;
    }
  }
}

/** The module that began it all, of those that a stack shows. */
export function outermostModule(stack: string): string {
  const last = stack.split("\n").findLast((line) => line.includes(MODULE_MARK)) ?? "";
  return last.slice(last.indexOf(MODULE_MARK) + MODULE_MARK.length).replace(/:\d+:\d+\)?$/, "");
}
