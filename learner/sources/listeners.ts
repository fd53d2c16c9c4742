import type { Subscription, TreeNode } from "@superlearner/otp";
import type { ForestPatch } from "./forest_patch.ts";
import type { Connection, LifecycleEvent, SourceListener } from "./source.ts";

/** Those who listen to a source. One that throws is reported and hurts nobody else. */
export class Listeners {
  #listeners: readonly SourceListener[] = [];

  /** How many there are. */
  get size(): number {
    return this.#listeners.length;
  }

  add(listener: SourceListener, removed: () => void = () => {}): Subscription {
    const entry = { ...listener };
    this.#listeners = [...this.#listeners, entry];
    const unsubscribe = () => {
      if (!this.#listeners.includes(entry)) return;
      this.#listeners = this.#listeners.filter((other) => other !== entry);
      removed();
    };
    return { unsubscribe, [Symbol.dispose]: unsubscribe };
  }

  clear(): void {
    this.#listeners = [];
  }

  forest(forest: readonly TreeNode[], patch: ForestPatch): void {
    this.#each((listener) => listener.forest?.(forest, patch));
  }

  event(event: LifecycleEvent): void {
    this.#each((listener) => listener.event?.(event));
  }

  gap(): void {
    this.#each((listener) => listener.gap?.());
  }

  connection(connection: Connection): void {
    this.#each((listener) => listener.connection?.(connection));
  }

  #each(call: (listener: SourceListener) => void): void {
    for (const listener of this.#listeners) {
      try {
        call(listener);
      } catch (error) {
        reportError(error);
      }
    }
  }
}
