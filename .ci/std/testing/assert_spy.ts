import { assertEquals, AssertionError, assertIsError } from "../assert/mod.ts";
import type { Spy, SpyCall } from "./spy.ts";

/** What is expected of one call; a key that is absent is not looked at. */
// deno-lint-ignore no-explicit-any
export interface ExpectedSpyCall<Self = any, Args extends unknown[] = any[], Return = any> {
  args?: [...Args, ...unknown[]];
  self?: Self;
  returned?: Return;
  error?: {
    // deno-lint-ignore no-explicit-any
    Class?: new (...args: any[]) => Error;
    msgIncludes?: string;
  };
}

/** Asserts how often a spy was called. */
export function assertSpyCalls<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Return>,
  expectedCalls: number,
): void {
  const few = spy.calls.length < expectedCalls;
  const title = few ? "spy not called as much as expected" : "spy called more than expected";
  compare(spy.calls.length, { expected: expectedCalls, title });
}

/** Asserts what one call of a spy got and gave. */
export function assertSpyCall<Self, Args extends unknown[], Return>(
  spy: Spy<Self, Args, Return>,
  callIndex: number,
  expected?: ExpectedSpyCall<Self, Args, Return>,
): void {
  const call: SpyCall<Self, Args, Return> | undefined = spy.calls[callIndex];
  if (!call) throw new AssertionError("spy not called as much as expected");
  if (!expected) return;
  if (expected.args) {
    compare<unknown>(call.args, { expected: expected.args, title: "spy not called with expected args" });
  }
  if ("self" in expected) {
    const title = expected.self
      ? "spy not called as method on expected self"
      : "spy not expected to be called as method on object";
    compare(call.self, { expected: expected.self, title });
  }
  if ("returned" in expected) {
    if ("error" in expected) throw new TypeError("do not expect error and return, only one should be expected");
    if (call.error) throw new AssertionError("spy call did not return expected value, an error was thrown.");
    compare(call.returned, { expected: expected.returned, title: "spy call did not return expected value" });
  }
  if ("error" in expected) {
    if ("returned" in call) throw new AssertionError("spy call did not throw an error, a value was returned.");
    assertIsError(call.error, expected.error?.Class, expected.error?.msgIncludes);
  }
}

function compare<T>(actual: T, { expected, title }: { expected: T; title: string }): void {
  try {
    assertEquals(actual, expected);
  } catch (error) {
    const diff = (error as Error).message.split("\n").slice(1).join("\n");
    throw new AssertionError(`${title}:\n${diff}`);
  }
}
