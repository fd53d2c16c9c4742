import { type GuestModule, outermostModule } from "./guest_stack.ts";

/** The module that set a timer while it was evaluated. */
export type TimerOwner = GuestModule;

/**
 * Whose timers are whose: those that a module sets while it is evaluated are its own, and those that they set when they fire. They
 * end with it. What handlers of processes set belongs to nobody here, and fires whatever has become of the code.
 */
export class TimerOwners {
  #version = -1;
  /** The version that may wait at its top level. */
  #loading = -1;
  #current: TimerOwner | undefined;

  /** The modules of a version are evaluated from now on. */
  begin(version: number): void {
    this.#version = version;
  }

  /** They have been, as far as they do not wait. */
  end(): void {
    this.#version = -1;
  }

  /** A version is loaded from now on: what its modules do after they have waited is theirs as well. */
  load(version: number): void {
    this.#loading = version;
    this.begin(version);
  }

  /** It is loaded, or will never be. */
  settle(version: number): void {
    if (this.#loading === version) this.#loading = -1;
  }

  /** Who sets timers now. */
  now(): TimerOwner | undefined {
    if (this.#current !== undefined || this.#version < 0 && this.#loading < 0) return this.#current;
    const module = outermostModule();
    if (this.#version >= 0) return { version: this.#version, path: module?.path ?? "" };
    return module?.version === this.#loading ? module : undefined;
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
