import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { CleanupStack } from "./cleanup_stack.ts";

Deno.test("CleanupStack: last first, one after the other, whatever one of them throws", async () => {
  const stack = new CleanupStack();
  const log: string[] = [];
  stack.defer(() => log.push("first"));
  stack.use({ [Symbol.dispose]: () => log.push("sync") });
  stack.use({
    async [Symbol.asyncDispose]() {
      await Promise.resolve();
      log.push("async");
    },
  });
  stack.defer(() => {
    throw new RangeError("no");
  });
  stack.defer(() => stack.defer(() => log.push("added meanwhile")));
  assertEquals((await stack.run()).map(String), ["RangeError: no"]);
  assertEquals(log, ["added meanwhile", "async", "sync", "first"]);
  assertEquals(await stack.run(), []);
});

Deno.test("CleanupStack: refuses what cannot be undone", () => {
  const stack = new CleanupStack();
  assertThrows(
    () => stack.defer(7 as unknown as () => void),
    ArgumentError,
    "Cannot defer a clean-up: it is a function",
  );
  assertThrows(() => stack.use({} as Disposable), ArgumentError, "Cannot use a resource: it is disposable");
  assertThrows(() => stack.use(null as unknown as Disposable), ArgumentError, "it is disposable");
});
