/**
 * Kinds of objects that hold more than their fields, and would cross the wall as none: as `structuredClone` does, they are refused.
 * By the words of `Object.prototype.toString`, for the kinds of a realm are its own, and some are not made before they are used.
 */
const KINDS: { readonly [kind: string]: string } = {
  WeakMap: "a WeakMap",
  WeakSet: "a WeakSet",
  WeakRef: "a WeakRef",
  FinalizationRegistry: "a FinalizationRegistry",
  Generator: "a generator",
  AsyncGenerator: "a generator",
  Iterator: "an iterator",
  DisposableStack: "a DisposableStack",
  AsyncDisposableStack: "an AsyncDisposableStack",
  SharedArrayBuffer: "shared memory",
  Symbol: "a symbol",
  Arguments: "the arguments of a function (a list of them can)",
  URL: "a URL (its href can)",
  URLSearchParams: "a URLSearchParams (its text can)",
};

/** What an object is that cannot cross; `undefined` where its fields are all there is to it. */
export function uncrossable(value: object): string | undefined {
  const kind = Object.prototype.toString.call(value).slice(8, -1);
  if (Object.hasOwn(KINDS, kind)) return KINDS[kind];
  if (kind.endsWith(" Iterator") || kind === "Iterator Helper") return "an iterator";
  if (kind.startsWith("Temporal.")) return `a ${kind} (its text can)`;
  if (kind.startsWith("Intl.")) return `an ${kind}`;
  return undefined;
}
