import { callSiteHere } from "../chronicle/call_site.ts";

/** Something that a test has changed outside its own System. */
export interface Change {
  /** What kind of thing: `"global"`, `"timer"`, `"listener"`, `"worker"`, `"env"`, … */
  readonly kind: string;
  /** What it is, and how it has changed. */
  readonly what: string;
  /** The line that did it, where that is known. */
  readonly site?: string;
}

/** A part of the host that a test may change, while it is watched. */
export interface WatchedPart {
  /** What is changed by now. */
  changes(): Change[];
  /** Puts back what can be put back, and watches no more. */
  restore(): void;
}

/** A part of the host that tests are to leave alone. */
export interface HostPart {
  /** What it is called. */
  readonly name: string;
  /** Begins to watch it. */
  watch(): WatchedPart;
}

const parts = new Set<HostPart>();

/**
 * Adds a part of the host that tests of mode `full` put back and tests of mode `contamination` must not change; until what
 * is given is disposed of. What only Deno has is added by `@superlearner/supertester/deno`.
 */
export function addHostPart(part: HostPart): Disposable {
  parts.add(part);
  return { [Symbol.dispose]: () => void parts.delete(part) };
}

/** Watches all parts of the host that are known. */
export function watchHost(): WatchedPart {
  // The global object last: it is looked at with the others' own wrappers in place, and put back before them.
  const watched = [timers, listeners, workers, ...parts, globals].map((part) => part.watch());
  return {
    changes: () => watched.flatMap((each) => each.changes()),
    restore() {
      for (const each of watched.toReversed()) each.restore();
    },
  };
}

/** Properties of the global object: those added, removed and replaced. */
const globals: HostPart = {
  name: "globals",
  watch() {
    const before = Object.getOwnPropertyDescriptors(globalThis) as Record<string | symbol, PropertyDescriptor>;
    const differing = (): [string | symbol, string][] => {
      const now = Object.getOwnPropertyDescriptors(globalThis) as Record<string | symbol, PropertyDescriptor>;
      return [...new Set([...Reflect.ownKeys(before), ...Reflect.ownKeys(now)])].flatMap((key) => {
        const [was, is] = [before[key], now[key]];
        if (was === undefined) return [[key, "added"]];
        if (is === undefined) return [[key, "removed"]];
        return Object.is(was.value, is.value) && was.get === is.get ? [] : [[key, "replaced"]];
      });
    };
    return {
      changes: () => differing().map(([key, how]) => ({ kind: "global", what: `${String(key)} ${how}` })),
      restore() {
        for (const [key] of differing()) {
          if (before[key] === undefined) Reflect.deleteProperty(globalThis, key);
          else Reflect.defineProperty(globalThis, key, before[key]);
        }
      },
    };
  },
};

type LooseFunction = (...args: unknown[]) => unknown;

/** Wraps functions of the global object while a part is watched; gives back what puts them back. */
function wrap(wrappers: { readonly [name: string]: (original: LooseFunction) => LooseFunction }): () => void {
  const undo = Object.entries(wrappers).map(([name, wrapper]) => {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    const original = (globalThis as unknown as Record<string, LooseFunction>)[name]!;
    Object.defineProperty(globalThis, name, { value: wrapper(original), configurable: true, writable: true });
    return () => {
      if (before === undefined) Reflect.deleteProperty(globalThis, name); // it is inherited
      else Object.defineProperty(globalThis, name, before);
    };
  });
  return () => undo.forEach((each) => each());
}

/** Something that was made and has not ended. */
class Ledger {
  readonly #open = new Map<unknown, Change>();

  add(key: unknown, kind: string, what: string): void {
    const site = callSiteHere();
    this.#open.set(key, { kind, what, ...(site === undefined ? {} : { site }) });
  }

  end(key: unknown): void {
    this.#open.delete(key);
  }

  changes(): Change[] {
    return [...this.#open.values()];
  }
}

/** Native timers that have neither fired nor been cleared. */
const timers: HostPart = {
  name: "timers",
  watch() {
    const ledger = new Ledger();
    const start = (repeats: boolean) => (original: LooseFunction): LooseFunction => (...args) => {
      const [handler, delay, ...rest] = args as [unknown, unknown, ...unknown[]];
      const id: unknown = original(
        (...given: unknown[]) => {
          if (!repeats) ledger.end(id);
          return typeof handler === "function" ? handler(...given) : undefined;
        },
        delay,
        ...rest,
      );
      ledger.add(id, "timer", `${repeats ? "setInterval" : "setTimeout"} of ${Number(delay ?? 0)} ms`);
      return id;
    };
    const end = (original: LooseFunction): LooseFunction => (...args) => {
      ledger.end(args[0]);
      return original(...args);
    };
    const restore = wrap({
      setTimeout: start(false),
      setInterval: start(true),
      clearTimeout: end,
      clearInterval: end,
    });
    return { changes: () => ledger.changes(), restore };
  },
};

/** Listeners on the global object. */
const listeners: HostPart = {
  name: "listeners",
  watch() {
    const ledger = new Ledger();
    const seen = new Map<unknown, Map<unknown, object>>();
    const keyOf = (type: unknown, listener: unknown): object => {
      const ofType = seen.get(type) ?? new Map<unknown, object>();
      seen.set(type, ofType);
      const key = ofType.get(listener) ?? {};
      ofType.set(listener, key);
      return key;
    };
    const restore = wrap({
      addEventListener: (original) => (...args: unknown[]) => {
        ledger.add(keyOf(args[0], args[1]), "listener", `of ${String(args[0])}`);
        return original.apply(globalThis, args);
      },
      removeEventListener: (original) => (...args: unknown[]) => {
        ledger.end(keyOf(args[0], args[1]));
        return original.apply(globalThis, args);
      },
    });
    return { changes: () => ledger.changes(), restore };
  },
};

/** Workers that have not been terminated. */
const workers: HostPart = {
  name: "workers",
  watch() {
    const ledger = new Ledger();
    const host = globalThis as { Worker?: new (...args: unknown[]) => { terminate(): void } };
    const before = Object.getOwnPropertyDescriptor(host, "Worker");
    const Original = host.Worker;
    if (Original === undefined) return { changes: () => [], restore() {} };
    class Watched extends Original {
      constructor(...args: unknown[]) {
        super(...args);
        ledger.add(this, "worker", String(args[0]));
      }

      override terminate(): void {
        ledger.end(this);
        super.terminate();
      }
    }
    Object.defineProperty(host, "Worker", { value: Watched, configurable: true, writable: true });
    return {
      changes: () => ledger.changes(),
      restore: () => void Object.defineProperty(host, "Worker", before!),
    };
  },
};
