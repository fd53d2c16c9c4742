/**
 * A stand-in for `jsr:@std/testing@1/mock` as far as this repository uses it: spies, stubs and what is
 * asserted of them. A spy on a method and a stub are disposable.
 *
 * @module
 */
export { assertSpyCall, assertSpyCalls } from "./assert_spy.ts";
export type { ExpectedSpyCall } from "./assert_spy.ts";
export { MockError, restore, spy, stub } from "./spy.ts";
export type { GetParametersFromProp, GetReturnFromProp, MethodSpy, Spy, SpyCall, Stub } from "./spy.ts";
export { returnsNext } from "./returns_next.ts";
