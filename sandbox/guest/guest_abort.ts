/** `AbortController` and what it needs, for a realm that has nothing of the platform's. */
type Listener = ((event: GuestEvent) => void) | { handleEvent(event: GuestEvent): void };

/** An event: what happened, and to whom. */
export class GuestEvent {
  /** What happened. */
  readonly type: string;
  /** To whom. */
  target: GuestEventTarget | null = null;

  /** Makes one. */
  constructor(type: string) {
    this.type = String(type);
  }
}

/** Something that can be listened to. */
export class GuestEventTarget {
  readonly #listeners: { readonly type: string; readonly listener: Listener; readonly once: boolean }[] = [];

  /** Listens; the same listener is added once. */
  addEventListener(
    type: string,
    listener: Listener | null,
    options: { readonly once?: boolean; readonly signal?: GuestAbortSignal } | boolean = {},
  ): void {
    if (listener === null) return;
    const { once = false, signal = undefined } = typeof options === "object" ? options : {};
    if (signal?.aborted || this.#listeners.some((each) => each.type === type && each.listener === listener)) return;
    this.#listeners.push({ type, listener, once });
    signal?.addEventListener("abort", () => this.removeEventListener(type, listener), { once: true });
  }

  /** Listens no more. */
  removeEventListener(type: string, listener: Listener | null): void {
    const at = this.#listeners.findIndex((each) => each.type === type && each.listener === listener);
    if (at >= 0) this.#listeners.splice(at, 1);
  }

  /** Tells all listeners; what one throws is told as a rejection that nobody awaits, and keeps nobody from hearing. */
  dispatchEvent(event: GuestEvent): boolean {
    event.target = this;
    for (const { type, listener, once } of [...this.#listeners]) {
      if (type !== event.type) continue;
      if (once) this.removeEventListener(type, listener);
      try {
        if (typeof listener === "function") listener.call(this, event);
        else listener.handleEvent(event);
      } catch (error) {
        void Promise.reject(error);
      }
    }
    return true;
  }
}

/** An error with the name of what went wrong, as the platform's. */
export class GuestDOMException extends Error {
  /** Makes one. */
  constructor(message: string = "", name: string = "Error") {
    super(message);
    Object.defineProperty(this, "name", { value: name, configurable: true });
  }
}

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
