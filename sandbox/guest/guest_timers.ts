import type { GuestClock, GuestTimer } from "./guest_clock.ts";

/** What timers need. */
export interface TimerOptions {
  /** Whose time it is. */
  readonly clock: GuestClock;
  /** Runs the code of a timer: what it throws ends no turn. */
  readonly run: (code: () => void) => void;
}

/** The timers of the platform, in turns. */
export function makeTimers({ clock, run }: TimerOptions): Readonly<Record<string, unknown>> {
  const timers = new Map<number, GuestTimer>();
  let last = 0;
  const set = (repeats: boolean) => (code: unknown, delayMs: unknown = 0, ...args: unknown[]): number => {
    if (typeof code !== "function") throw new TypeError("Cannot set a timer: it takes a function");
    const id = ++last;
    const everyMs = Math.min(2 ** 31, Math.max(repeats ? 1 : 0, Number(delayMs) || 0));
    const fire = () => {
      if (!repeats) timers.delete(id);
      run(() => code(...args));
    };
    timers.set(id, clock.add({ atMs: clock.now() + everyMs, fire, everyMs: repeats ? everyMs : 0 }));
    return id;
  };
  const clear = (id: unknown): void => {
    timers.get(id as number)?.cancel();
    timers.delete(id as number);
  };
  const setTimeout = set(false);
  return {
    setTimeout,
    setInterval: set(true),
    setImmediate: (code: unknown, ...args: unknown[]) => setTimeout(code, 0, ...args),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
    queueMicrotask: (code: unknown) => {
      if (typeof code !== "function") throw new TypeError("Cannot queue a microtask: it takes a function");
      void Promise.resolve().then(() => run(() => code()));
    },
  };
}
