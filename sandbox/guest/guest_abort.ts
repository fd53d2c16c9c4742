import { GuestDOMException } from "./guest_dom_exception.ts";
import { GuestEvent, GuestEventTarget } from "./guest_events.ts";

let abort: (signal: GuestAbortSignal, reason: unknown) => void;

/** Tells that something is to end. */
export class GuestAbortSignal extends GuestEventTarget {
  #reason: unknown = undefined;
  #aborted = false;
  /** Called when it is aborted. */
  onabort: ((event: GuestEvent) => void) | null = null;

  static {
    abort = (signal, reason) => {
      if (signal.#aborted) return;
      signal.#aborted = true;
      signal.#reason = reason ?? new GuestDOMException("The signal has been aborted", "AbortError");
      const event = new GuestEvent("abort");
      try {
        signal.onabort?.(event);
      } catch (error) {
        void Promise.reject(error);
      }
      signal.dispatchEvent(event);
    };
  }

  /** One that is aborted already. */
  static abort(reason?: unknown): GuestAbortSignal {
    const signal = new GuestAbortSignal();
    abort(signal, reason);
    return signal;
  }

  /** One that is aborted as soon as one of others is. */
  static any(signals: Iterable<GuestAbortSignal>): GuestAbortSignal {
    const made = new GuestAbortSignal();
    for (const each of signals) {
      if (each.aborted) abort(made, each.reason);
      else each.addEventListener("abort", () => abort(made, each.reason), { once: true });
    }
    return made;
  }

  /** One that is aborted after a while. */
  static timeout(delayMs: number): GuestAbortSignal {
    const made = new GuestAbortSignal();
    setTimeout(() => abort(made, new GuestDOMException("Signal timed out.", "TimeoutError")), delayMs);
    return made;
  }

  /** Whether it is aborted. */
  get aborted(): boolean {
    return this.#aborted;
  }

  /** Why. */
  get reason(): unknown {
    return this.#reason;
  }

  /** Throws why it is aborted, if it is. */
  throwIfAborted(): void {
    if (this.#aborted) throw this.#reason;
  }
}

/** Whoever can abort. */
export class GuestAbortController {
  /** What it aborts. */
  readonly signal: GuestAbortSignal = new GuestAbortSignal();

  /** Aborts. */
  abort(reason?: unknown): void {
    abort(this.signal, reason);
  }
}
