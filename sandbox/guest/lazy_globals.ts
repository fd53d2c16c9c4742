import { freezeClass } from "./freeze_realm.ts";

/** What a library brings, by name. */
export interface Library {
  readonly [name: string]: unknown;
}

/** How globals are made when they are first asked for. */
export interface LazyGlobals {
  /** Their names. */
  readonly names: readonly string[];
  /** Runs the library. */
  readonly load: () => Library;
  /** What they are put on. @default the global object */
  readonly on?: object;
  /** Objects of theirs that no name leads to: their prototypes are frozen as well. @default none */
  readonly hidden?: (library: Library) => readonly object[];
}

/**
 * Puts globals on the realm of which nothing runs until one is asked for: most sandboxes ask for none, and all would pay for the
 * tables. They are frozen as all that the realm brings is, and nobody replaces them.
 */
export function defineLazyGlobals({ names, load, on = globalThis, hidden = () => [] }: LazyGlobals): void {
  let library: Library | undefined;
  let isLoading = false;
  const loaded = (): Library | undefined => {
    if (library !== undefined || isLoading) return library; // it may look whether the platform has them
    isLoading = true;
    try {
      const made = load();
      const classes = names.map((name) => made[name] as object);
      for (const each of classes) freezeClass(each);
      for (const each of hidden(made)) Object.freeze(Object.getPrototypeOf(each));
      return library = made;
    } finally {
      isLoading = false;
    }
  };
  for (const name of names) {
    Object.defineProperty(on, name, { get: () => loaded()?.[name], enumerable: false, configurable: false });
  }
}
