/** Something that makes two runs of the same code differ, found in use. */
export interface Suspect {
  /** `"Date.now"`, `"Math.random"`, `"setTimeout"`, … or `"await"` for what was waited for outside the simulation. */
  readonly source: string;
  /** Where it was used: the user's line, or the process that waited. */
  readonly where: string;
  /** The process whose turn it was, if that is known. */
  readonly process: string | undefined;
  /** How many entries the trace had by then. */
  readonly entry: number;
}

/** Who watches: gets what is found. */
export interface SuspectWatch {
  /** Whether another time is shown than it is, so that whatever depends on it comes out. */
  readonly shifted: boolean;
  /** Told of each use. */
  readonly found: (source: string, where: string) => void;
}

/** What times are shifted by: every part of a date becomes another. */
const SHIFT_MS = 90_061_007;

/**
 * Where the files of this package are; by text alone, since a script in a page may be at no address. In a bundle that is a
 * classic script there is no address either.
 */
const HOME = ((import.meta as { readonly url?: string }).url ?? "bundle:/otp/").replace(/[^/]*\/[^/]*$/, "");

/** A line of a stack, where it names a file: what the platform's own code has is none of ours. */
const FRAME = /((?:file|https?|data|blob|jsr|npm):[^\s()]+:\d+:\d+)\)?$/;

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Watches what a deterministic program must not use, until it is disposed of. It stands in for the globals of the whole
 * isolate meanwhile, so that the one use that matters is not missed; nothing of it is left afterwards.
 */
export function watchSuspects({ shifted, found }: SuspectWatch): Disposable {
  const stack = new DisposableStack();
  const engine = Error as { stackTraceLimit?: number }; // V8's own
  const limit = engine.stackTraceLimit;
  if (limit !== undefined) {
    engine.stackTraceLimit = 50;
    stack.defer(() => engine.stackTraceLimit = limit);
  }
  const shift = shifted ? SHIFT_MS : 0;
  const replace = (holder: object, name: string, value: unknown) => {
    const own = Object.getOwnPropertyDescriptor(holder, name);
    Object.defineProperty(holder, name, {
      configurable: true,
      enumerable: own?.enumerable ?? false,
      writable: true,
      value,
    });
    stack.defer(() => own === undefined ? delete (holder as never)[name] : Object.defineProperty(holder, name, own));
  };
  const watch = (holder: object | undefined, name: string, options: { shown: string; shift?: number }) => {
    const real = (holder as Record<string, unknown> | undefined)?.[name] as Method | undefined;
    if (holder === undefined || typeof real !== "function") return;
    const { shown } = options;
    replace(holder, name, function (this: unknown, ...args: unknown[]) {
      const where = userFrame(name === "setImmediate");
      if (where !== undefined) found(shown, where);
      const result = Reflect.apply(real, this === undefined ? globalThis : this, args);
      return options.shift === undefined ? result : result as number + options.shift;
    });
  };
  const { Date: RealDate, performance, crypto } = globalThis;
  const realNow = RealDate.now;
  const present = () => {
    const where = userFrame();
    if (where !== undefined) found("new Date", where);
    return realNow() + shift;
  };
  replace(globalThis, "Date", watchedDate(RealDate, present));
  watch(RealDate, "now", { shown: "Date.now", shift });
  watch(Math, "random", { shown: "Math.random" });
  watch(performance, "now", { shown: "performance.now", shift });
  for (const name of ["randomUUID", "getRandomValues"]) watch(crypto, name, { shown: `crypto.${name}` });
  for (const name of ["setTimeout", "setInterval", "setImmediate", "fetch"]) watch(globalThis, name, { shown: name });
  return stack;
}

/** A Date that says when it is asked for the present. */
function watchedDate(RealDate: DateConstructor, present: () => number): DateConstructor {
  return new Proxy(RealDate, {
    construct: (target, args, newTarget) =>
      Reflect.construct(target, args.length === 0 ? [present()] : args, newTarget),
    apply: (target) => new target(present()).toString(),
  });
}

/**
 * The first line of the stack that is neither ours nor the platform's. Nothing, with `direct`, where it is ours that asks:
 * the runtime itself waits for the event loop.
 */
function userFrame(direct = false): string | undefined {
  const places = new Error().stack!.split("\n").flatMap((line) => FRAME.exec(line)?.[1] ?? []);
  const first = places.findIndex((place) => !place.startsWith(import.meta.url));
  if (direct && (first < 0 || isOurs(places[first]!))) return undefined;
  return places.find((place) => !isOurs(place)) ?? places[first] ?? places.at(-1); // all in one file, it is a bundle
}

/** Whether code is the runtime's own; its tests and examples are not. */
function isOurs(place: string): boolean {
  return place.startsWith(HOME) && !/_test\.ts|\/testdata\/|_bench\.ts|\.ts[#$]/.test(place);
}
