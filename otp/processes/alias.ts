import { unwatch, watch, type Watcher } from "./links.ts";
import type { Ref } from "./pid.ts";
import type { Process } from "./process.ts";

/** A reference that stands for a process. Watches its owner, so that it ends with it and nobody has to search. */
export class Alias implements Watcher {
  readonly ref: Ref;
  readonly owner: Process;
  /** Ends with the first message that comes through it. */
  readonly once: boolean;

  constructor(owner: Process, ref: Ref, options: { once: boolean }) {
    this.ref = ref;
    this.owner = owner;
    this.once = options.once;
  }

  /** From now on messages to the reference reach the owner. */
  begin(): Ref {
    this.owner.runtime.aliases.set(this.ref, this);
    watch(this.owner, this);
    return this.ref;
  }

  /** A message comes through it. */
  use(): void {
    if (this.once) this.end();
  }

  /** From now on they are dropped. */
  end(): void {
    unwatch(this.owner, this);
    this.down();
  }

  /** The owner is dead. */
  down(): void {
    this.owner.runtime.aliases.delete(this.ref);
  }
}
