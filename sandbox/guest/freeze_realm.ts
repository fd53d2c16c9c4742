/** Names on the global object that a guest could reach the outside, other threads or memory beyond the heap with. */
const REMOVED = [
  "console", // of the inspector
  "queueMicrotask", // of the outer realm
  "WebAssembly", // memory beyond the heap, and code that no module map knows
  "SharedArrayBuffer",
  "Atomics", // waits, and clocks made of shared memory
  "FinalizationRegistry", // its callbacks run outside any turn, and so without a limit
];

/** Prototypes whose fields programs shadow by assignment, as `error.name = …` does. */
const SHADOWED = (): object[] => [
  Object.prototype,
  Function.prototype,
  Array.prototype,
  Iterator.prototype,
  ...ERRORS.map(({ prototype }) => prototype as object),
];

const ERRORS = [
  Error,
  AggregateError,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
  SuppressedError,
];

/** Takes away what a guest must not have. Before anything of the guest's has run. */
export function removeGlobals(): void {
  for (const name of REMOVED) Reflect.deleteProperty(globalThis, name);
}

/**
 * Freezes everything that the language brings, the names on the global object included, so that no module of the guest
 * changes what another, or the runtime, relies on. Shadowing goes on to work: `error.name = "Mine"`.
 */
export function freezeRealm(): void {
  const roots = intrinsics();
  for (const each of SHADOWED()) makeShadowable(each);
  const seen = new Set<object>();
  for (const root of roots) freezeDeep(root, seen);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const found = Object.getOwnPropertyDescriptor(globalThis, name);
    if (found === undefined || found.configurable === false || !("value" in found)) continue;
    // With its value: the global object of a context takes a descriptor without one for `undefined`.
    Object.defineProperty(globalThis, name, { ...found, writable: false, configurable: false });
  }
}

/** What the global object names, and what only syntax reaches. */
function intrinsics(): object[] {
  const hidden = [
    Object.getPrototypeOf(async function () {}),
    Object.getPrototypeOf(function* () {}),
    Object.getPrototypeOf(async function* () {}),
    Object.getPrototypeOf(Object.getPrototypeOf(new Uint8Array())),
    Object.getPrototypeOf([][Symbol.iterator]()),
    Object.getPrototypeOf(""[Symbol.iterator]()),
    Object.getPrototypeOf(new Map()[Symbol.iterator]()),
    Object.getPrototypeOf(new Set()[Symbol.iterator]()),
    Object.getPrototypeOf("".matchAll(/./g)),
    Object.getPrototypeOf(Iterator.from({ next: () => ({ done: true, value: 0 }) })),
    Object.getPrototypeOf([].values().map(() => 0)),
    Object.getPrototypeOf(globalThis),
  ];
  const named = Object.getOwnPropertyNames(globalThis)
    .map((name) => Object.getOwnPropertyDescriptor(globalThis, name)?.value as unknown)
    .filter((value) => value !== globalThis);
  return [...named, ...hidden].filter(isObject);
}

function freezeDeep(root: object, seen: Set<object>): void {
  const open = [root];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (seen.has(each) || each === globalThis) continue;
    seen.add(each);
    for (const key of Reflect.ownKeys(each)) {
      const { value, get, set } = Object.getOwnPropertyDescriptor(each, key)!;
      open.push(...[value, get, set].filter(isObject));
    }
    const above = Object.getPrototypeOf(each);
    if (above !== null) open.push(above);
    Object.freeze(each);
  }
}

/** A frozen field forbids an assignment to whatever inherits it; one with a setter that shadows does not. */
function makeShadowable(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const { value, writable, configurable, enumerable = false } = Object.getOwnPropertyDescriptor(prototype, key)!;
    if (!writable || !configurable) continue;
    if (prototype !== Object.prototype && !["name", "message", "toString", "constructor"].includes(key as string)) continue;
    Object.defineProperty(prototype, key, {
      enumerable,
      configurable: false,
      get: () => value,
      set(this: object, own: unknown) {
        if (this === prototype) throw new TypeError(`Cannot change ${String(key)}: what the language brings is frozen`);
        Object.defineProperty(this, key, { value: own, writable: true, enumerable: true, configurable: true });
      },
    });
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null || typeof value === "function";
}
