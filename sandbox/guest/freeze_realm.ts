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
 * Freezes what the language brings, each class with its prototype, and the names on the global object, so that no module of
 * the guest changes what another, or the runtime, relies on. Shadowing goes on to work: `error.name = "Mine"`.
 *
 * The functions themselves are left as they are: what is put on one of them changes nothing for who calls it.
 */
export function freezeRealm(): void {
  for (const each of SHADOWED()) makeShadowable(each);
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const found = Object.getOwnPropertyDescriptor(globalThis, name);
    if (found === undefined || found.configurable === false || !("value" in found)) continue;
    const value: unknown = found.value;
    if (value !== globalThis && isObject(value)) freezeClass(value);
    // With its value: the global object of a context takes a descriptor without one for `undefined`.
    Object.defineProperty(globalThis, name, { ...found, writable: false, configurable: false });
  }
  for (const each of hidden()) Object.freeze(each);
}

/** Prototypes that only syntax, or the result of a function, leads to. */
function hidden(): object[] {
  const of = (value: unknown): object => Object.getPrototypeOf(value) as object;
  const functions = [async function () {}, function* () {}, async function* () {}].map(of);
  const made = [
    [].values(),
    "".matchAll(/./g),
    ""[Symbol.iterator](),
    new Map().values(),
    new Set().values(),
    [].values().map(() => 0),
    Iterator.from({ next: () => ({ done: true, value: 0 }) }),
    new Uint8Array(),
    function* () {}(),
    async function* () {}(),
    globalThis,
  ].map(of);
  const typed = of(Uint8Array.prototype);
  return [
    ...functions,
    ...functions.map((each) => each.constructor),
    ...made,
    ...made.map(of).filter((each) => each !== null),
    of(of(of(async function* () {}()))),
    typed,
    typed.constructor,
  ];
}

/** Freezes a class with its prototype, or whatever it is. */
export function freezeClass(value: object): void {
  const { prototype } = value as { readonly prototype?: unknown };
  if (isObject(prototype)) Object.freeze(prototype);
  Object.freeze(value);
}

/** A frozen field forbids an assignment to whatever inherits it; one with a setter that shadows does not. */
function makeShadowable(prototype: object): void {
  for (const key of Reflect.ownKeys(prototype)) {
    const { value, writable, configurable, enumerable = false } = Object.getOwnPropertyDescriptor(prototype, key)!;
    if (!writable || !configurable) continue;
    if (prototype !== Object.prototype && !["name", "message", "toString", "constructor"].includes(key as string)) {
      continue;
    }
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
