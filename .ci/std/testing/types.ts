/**
 * A stand-in for `jsr:@std/testing@1/types`: assertions that the type checker makes.
 *
 * @module
 */

/** Compiles only if the type argument is the literal that is passed: `assertType<IsExact<A, B>>(true)`. */
export function assertType<T extends boolean>(_expectTrue: T): void {}

/** Compiles only for `true`. */
export type AssertTrue<T extends true> = never;

/** Compiles only for `false`. */
export type AssertFalse<T extends false> = never;

/** Compiles only if `Expected` is the literal that `T` is. */
export type Assert<T extends boolean, Expected extends T> = never;

/** Whether `U` is a part of the union `T`. */
export type Has<T, U> = IsAny<T> extends true ? true
  : IsAny<U> extends true ? false
  : Extract<T, U> extends never ? false
  : true;

/** The opposite of {@linkcode Has}. */
export type NotHas<T, U> = Has<T, U> extends false ? true : false;

/** Whether `null` or `undefined` is a part of `T`. */
export type IsNullable<T> = Extract<T, null | undefined> extends never ? false : true;

/** Whether `T` is `any`: the only type that an intersection with a literal leaves as wide as it was. */
export type IsAny<T> = 0 extends (1 & T) ? true : false;

/** Whether `T` is `never`. */
export type IsNever<T> = [T] extends [never] ? true : false;

/** Whether `T` is `unknown`. */
export type IsUnknown<T> = unknown extends T ? ([T] extends [null] ? false : true) : false;

/** Whether two types are the same at every depth, `any`, `readonly` and optional keys included. */
export type IsExact<T, U> = Identical<Flat<T>, Flat<U>>;

/** Two conditional types over an open parameter are related only when what they check is identical. */
type Identical<T, U> = (<G>() => G extends T ? 1 : 2) extends (<G>() => G extends U ? 1 : 2) ? true : false;

/** An intersection written out as one object, so that `{ a: 1 } & { b: 2 }` is `{ a: 1; b: 2 }`. */
type Flat<T> = IsAny<T> extends true ? T : T extends Record<PropertyKey, unknown> ? { [K in keyof T]: Flat<T[K]> } : T;
