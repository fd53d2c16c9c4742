// The defaults of these types are `any` in the real package too, so that any spy is assignable to `Spy`.
// deno-lint-ignore-file no-explicit-any

/** A wrong use of a spy or stub. */
export class MockError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "MockError";
  }
}

/** One recorded call: `returned` is set unless it threw, `error` only then. */
export interface SpyCall<Self = any, Args extends unknown[] = any[], Return = any> {
  args: Args;
  returned?: Return;
  error?: Error;
  self?: Self;
}

/** A function that records its calls. */
export interface Spy<Self = any, Args extends unknown[] = any[], Return = any> {
  (this: Self, ...args: Args): Return;
  original: (this: Self, ...args: Args) => Return;
  calls: SpyCall<Self, Args, Return>[];
  restored: boolean;
  restore(): void;
}

/** A method that records its calls until it is restored or disposed. */
export interface MethodSpy<Self = any, Args extends unknown[] = any[], Return = any>
  extends Spy<Self, Args, Return>, Disposable {}

/** A method replaced by a fake that records its calls. */
export interface Stub<Self = any, Args extends unknown[] = any[], Return = any> extends MethodSpy<Self, Args, Return> {
  fake: (this: Self, ...args: Args) => Return;
}

/** The parameters of a method. */
export type GetParametersFromProp<Self, Prop extends keyof Self> = Self[Prop] extends (...args: infer Args) => unknown
  ? Args
  : unknown[];

/** What a method returns. */
export type GetReturnFromProp<Self, Prop extends keyof Self> = Self[Prop] extends (...args: any[]) => infer Return
  ? Return
  : unknown;

type Fn<Self, Args extends unknown[], Return> = (this: Self, ...args: Args) => Return;

const replaced = new Set<MethodSpy>();

/** Restores every method that is still spied on or stubbed. */
export function restore(): void {
  for (const one of [...replaced]) one.restore();
}

/** Records the calls of a new function that does nothing. */
export function spy<Self = any, Args extends unknown[] = any[], Return = undefined>(): Spy<Self, Args, Return>;
/** Records the calls of a function. */
export function spy<Self, Args extends unknown[], Return>(
  func: (this: Self, ...args: Args) => Return,
): Spy<Self, Args, Return>;
/** Records the calls of a method, which goes on working, until it is restored. */
export function spy<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
): MethodSpy<Self, GetParametersFromProp<Self, Prop>, GetReturnFromProp<Self, Prop>>;
export function spy<Self>(target?: unknown, property?: keyof Self): unknown {
  if (property === undefined) {
    const original = (target ?? (() => {})) as Fn<unknown, unknown[], unknown>;
    return record(original, {
      original: { value: original },
      restored: { value: false },
      restore: { value: () => refuse("function cannot be restored") },
    });
  }
  const self = target as Self;
  if (typeof self[property] !== "function") refuse("property is not an instance method");
  return replace(self, { property, fake: self[property] as Fn<Self, unknown[], unknown> });
}

/** Replaces a method by one that does nothing, until it is restored. */
export function stub<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
): Stub<Self, GetParametersFromProp<Self, Prop>, GetReturnFromProp<Self, Prop>>;
/** Replaces a method by a fake, until it is restored. */
export function stub<Self, Prop extends keyof Self>(
  self: Self,
  property: Prop,
  func: (this: Self, ...args: GetParametersFromProp<Self, Prop>) => GetReturnFromProp<Self, Prop>,
): Stub<Self, GetParametersFromProp<Self, Prop>, GetReturnFromProp<Self, Prop>>;
export function stub<Self>(self: Self, property: keyof Self, func?: (...args: any[]) => unknown): unknown {
  if (self[property] !== undefined && typeof self[property] !== "function") {
    refuse("property is not an instance method");
  }
  const fake = func ?? (() => {});
  return replace(self, { property, fake, extra: { fake: { value: fake } } });
}

interface Replacement<Self> {
  property: keyof Self;
  fake: Fn<any, any[], unknown>;
  extra?: PropertyDescriptorMap;
}

function replace<Self>(self: Self, { property, fake, extra = {} }: Replacement<Self>): MethodSpy {
  const original = self[property];
  if (typeof original === "function" && "calls" in original && "restore" in original) {
    refuse("already spying on instance method");
  }
  const before = Object.getOwnPropertyDescriptor(self, property);
  if (before && !before.configurable) refuse("cannot spy on non configurable instance method");
  let restored = false;
  const made = record(fake, {
    ...extra,
    original: { value: original },
    restored: { get: () => restored },
    restore: {
      value() {
        if (restored) refuse("instance method already restored");
        if (before) Object.defineProperty(self, property, before);
        else delete self[property];
        restored = true;
        replaced.delete(made);
      },
    },
    [Symbol.dispose]: { value: () => made.restore() },
  }) as MethodSpy;
  Object.defineProperty(self, property, {
    configurable: true,
    enumerable: before?.enumerable ?? false,
    writable: before?.writable ?? false,
    value: made,
  });
  replaced.add(made);
  return made;
}

function record(run: Fn<any, any[], unknown>, properties: PropertyDescriptorMap): Spy {
  const calls: SpyCall[] = [];
  function recorder(this: unknown, ...args: unknown[]): unknown {
    const call: SpyCall = { args };
    if (this) call.self = this;
    // After the run, as in the real package: a nested call is recorded before the one that made it.
    try {
      return call.returned = run.apply(this, args);
    } catch (error) {
      call.error = error as Error;
      throw error;
    } finally {
      calls.push(call);
    }
  }
  return Object.defineProperties(recorder, { calls: { value: calls }, ...properties }) as unknown as Spy;
}

function refuse(message: string): never {
  throw new MockError(message);
}
