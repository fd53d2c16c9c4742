import type { GuestClock, GuestTimer } from "./guest_clock.ts";
import type { TimerOwner, TimerOwners } from "./timer_owners.ts";

/** What timers need. */
export interface TimerOptions {
  /** Whose time it is. */
  readonly clock: GuestClock;
  /** Runs the code of a timer, whoever's it is: what it throws ends no turn. */
  readonly run: (code: () => void, owner: TimerOwner | undefined) => void;
  /** Whose they are. */
  readonly owners: TimerOwners;
}

/** The timers of a guest. */
export interface GuestTimers {
  /** What programs find. */
  readonly globals: Readonly<Record<string, unknown>>;
  /** Clears those of the owners that a function names. */
  readonly clearOf: (isGone: (owner: TimerOwner) => boolean) => void;
}

/** The timers of the platform, in turns. */
export function makeTimers({ clock, run, owners }: TimerOptions): GuestTimers {
  const timers = new Map<number, { readonly timer: GuestTimer; readonly owner: TimerOwner | undefined }>();
  let last = 0;
  const set = (repeats: boolean) => (code: unknown, delayMs: unknown = 0, ...args: unknown[]): number => {
    if (typeof code !== "function") throw new TypeError("Cannot set a timer: it takes a function");
    const id = ++last;
    const owner = owners.now();
    const everyMs = Math.min(2 ** 31, Math.max(repeats ? 1 : 0, Number(delayMs) || 0));
    const fire = () => {
      if (!repeats) timers.delete(id);
      run(() => owners.within(owner, () => code(...args)), owner);
    };
    const timer = clock.add({ atMs: clock.now() + everyMs, fire, everyMs: repeats ? everyMs : 0 });
    timers.set(id, { timer, owner });
    return id;
  };
  const clear = (id: unknown): void => {
    timers.get(id as number)?.timer.cancel();
    timers.delete(id as number);
  };
  const setTimeout = set(false);
  const clearOf = (isGone: (owner: TimerOwner) => boolean): void => {
    for (const [id, { owner }] of timers) if (owner !== undefined && isGone(owner)) clear(id);
  };
  const globals = {
    setTimeout,
    setInterval: set(true),
    setImmediate: (code: unknown, ...args: unknown[]) => setTimeout(code, 0, ...args),
    clearTimeout: clear,
    clearInterval: clear,
    clearImmediate: clear,
    queueMicrotask: (code: unknown) => {
      if (typeof code !== "function") throw new TypeError("Cannot queue a microtask: it takes a function");
      const owner = owners.now();
      void Promise.resolve().then(() => run(() => owners.within(owner, () => code()), owner));
    },
  };
  return { globals, clearOf };
}
