/** Who listens: a function, or an object with one. */
type Listener = ((event: GuestEvent) => void) | { handleEvent(event: GuestEvent): void };

/** How an event is made. */
export interface GuestEventInit {
  /** Whether it goes upwards; there is nothing here that it could go to. @default {false} */
  readonly bubbles?: boolean;
  /** Whether a listener may prevent what would follow. @default {false} */
  readonly cancelable?: boolean;
  /** Whether it leaves shadow trees, which there are none of. @default {false} */
  readonly composed?: boolean;
}

/** How a listener listens. */
export interface GuestListenerOptions {
  /** Only the first time. @default {false} */
  readonly once?: boolean;
  /** It prevents nothing, whatever it says. @default {false} */
  readonly passive?: boolean;
  /** As long as this is not aborted. @default for ever */
  readonly signal?: { readonly aborted: boolean; addEventListener(type: string, listener: () => void): void };
}

let begin: (event: GuestEvent, target: GuestEventTarget) => void;
let setPassive: (event: GuestEvent, isPassive: boolean) => void;
let isStopped: (event: GuestEvent) => boolean;
let end: (event: GuestEvent) => void;

/** An event: what happened, and to whom. */
export class GuestEvent {
  /** What happened. */
  readonly type: string;
  /** Whether it goes upwards. */
  readonly bubbles: boolean;
  /** Whether a listener may prevent what would follow. */
  readonly cancelable: boolean;
  /** Whether it leaves shadow trees. */
  readonly composed: boolean;
  /** When it was made, in milliseconds since the realm was. */
  readonly timeStamp: number = typeof performance === "undefined" ? 0 : performance.now();
  /** To whom. */
  #target: GuestEventTarget | null = null;
  #isHeard = false;
  #isPassive = false;
  #isStopped = false;
  #isPrevented = false;

  static {
    begin = (event, target) => {
      if (event.#isHeard) throw new Error("Cannot dispatch an event: it is being dispatched");
      event.#target = target;
      event.#isHeard = true;
      event.#isStopped = false;
    };
    setPassive = (event, isPassive) => void (event.#isPassive = isPassive);
    isStopped = (event) => event.#isStopped;
    end = (event) => void (event.#isHeard = false);
  }

  /** Makes one. */
  constructor(type: string, { bubbles = false, cancelable = false, composed = false }: GuestEventInit = {}) {
    this.type = String(type);
    this.bubbles = Boolean(bubbles);
    this.cancelable = Boolean(cancelable);
    this.composed = Boolean(composed);
  }

  /** To whom it happened; `null` as long as it has not. */
  get target(): GuestEventTarget | null {
    return this.#target;
  }

  /** Whose listeners hear of it now. */
  get currentTarget(): GuestEventTarget | null {
    return this.#isHeard ? this.#target : null;
  }

  /** 2 while listeners hear of it, otherwise 0. */
  get eventPhase(): number {
    return this.#isHeard ? 2 : 0;
  }

  /** Whether a listener has prevented what would follow. */
  get defaultPrevented(): boolean {
    return this.#isPrevented;
  }

  /** Prevents what would follow, if it can be. */
  preventDefault(): void {
    if (this.cancelable && !this.#isPassive) this.#isPrevented = true;
  }

  /** It goes no further upwards: it does not anyway. */
  stopPropagation(): void {}

  /** No other listener hears of it. */
  stopImmediatePropagation(): void {
    this.#isStopped = true;
  }
}

/** An event with something of the program's. */
export class GuestCustomEvent extends GuestEvent {
  /** What the program said with it; `null` for nothing. */
  readonly detail: unknown;

  /** Makes one. */
  constructor(type: string, init: GuestEventInit & { readonly detail?: unknown } = {}) {
    super(type, init);
    this.detail = init.detail ?? null;
  }
}

interface Listening {
  readonly type: string;
  readonly listener: Listener;
  readonly once: boolean;
  readonly passive: boolean;
  isGone: boolean;
}

/** Something that can be listened to. */
export class GuestEventTarget {
  readonly #listeners: Listening[] = [];

  /** Listens; the same listener is added once. */
  addEventListener(type: string, listener: Listener | null, options: GuestListenerOptions | boolean = {}): void {
    if (listener === null || listener === undefined) return;
    const { once = false, passive = false, signal = undefined } = typeof options === "object" ? options ?? {} : {};
    if (signal?.aborted || this.#listeners.some((each) => each.type === type && each.listener === listener)) return;
    this.#listeners.push({ type: String(type), listener, once, passive, isGone: false });
    signal?.addEventListener("abort", () => this.removeEventListener(type, listener));
  }

  /** Listens no more. */
  removeEventListener(type: string, listener: Listener | null): void {
    const at = this.#listeners.findIndex((each) => each.type === type && each.listener === listener);
    if (at < 0) return;
    this.#listeners[at]!.isGone = true;
    this.#listeners.splice(at, 1);
  }

  /**
   * Tells all listeners; what one throws is told as a rejection that nobody awaits, and keeps nobody from hearing.
   *
   * @returns Whether nobody has prevented what would follow.
   */
  dispatchEvent(event: GuestEvent): boolean {
    begin(event, this);
    for (const each of [...this.#listeners]) {
      const { type, listener, once, passive } = each;
      if (type !== event.type || each.isGone) continue;
      if (once) this.removeEventListener(type, listener);
      setPassive(event, passive);
      try {
        if (typeof listener === "function") listener.call(this, event);
        else listener.handleEvent(event);
      } catch (error) {
        void Promise.reject(error);
      }
      if (isStopped(event)) break;
    }
    setPassive(event, false);
    end(event);
    return !event.defaultPrevented;
  }
}
