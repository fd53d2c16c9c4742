// deno-lint-ignore-file no-explicit-any
import { assertType } from "@std/testing/types";
import type { Assert, AssertFalse, AssertTrue, Has, IsAny, IsNullable } from "@std/testing/types";
import type { IsExact, IsNever, IsUnknown, NotHas } from "@std/testing/types";

Deno.test("IsExact is true for the same type only", () => {
  assertType<IsExact<string | number, number | string>>(true);
  assertType<IsExact<{ a: 1 } & { b: 2 }, { a: 1; b: 2 }>>(true);
  assertType<IsExact<never, never>>(true);
  assertType<IsExact<any, any>>(true);
  assertType<IsExact<(a: string) => void, (a: string) => void>>(true);
  assertType<IsExact<string, string | number>>(false);
  assertType<IsExact<any, string>>(false);
  assertType<IsExact<unknown, any>>(false);
  assertType<IsExact<{ a: any }, { a: string }>>(false);
  assertType<IsExact<{ a?: string }, { a: string }>>(false);
  assertType<IsExact<{ readonly a: 1 }, { a: 1 }>>(false);
  assertType<IsExact<(a: string) => void, (a: number) => void>>(false);
  assertType<IsExact<Promise<1>, Promise<2>>>(false);
});

Deno.test("Has and NotHas look into unions", () => {
  assertType<Has<string | number, string>>(true);
  assertType<Has<string, number>>(false);
  assertType<NotHas<string | number, Date>>(true);
  assertType<NotHas<string | number, string>>(false);
});

Deno.test("IsAny, IsNever, IsUnknown and IsNullable know their one type", () => {
  assertType<IsAny<any>>(true);
  assertType<IsAny<unknown>>(false);
  assertType<IsNever<never>>(true);
  assertType<IsNever<string>>(false);
  assertType<IsUnknown<unknown>>(true);
  assertType<IsUnknown<any>>(false);
  assertType<IsUnknown<string>>(false);
  assertType<IsNullable<string | undefined>>(true);
  assertType<IsNullable<string>>(false);
});

Deno.test("a wrong claim does not compile", () => {
  // @ts-expect-error a string is no number
  assertType<IsExact<string, number>>(true);
  type Right = [Assert<Has<string, string>, true>, AssertTrue<IsAny<any>>, AssertFalse<IsAny<1>>];
});
