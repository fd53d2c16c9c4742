import { assertEquals, AssertionError, assertRejects } from "@std/assert";

const boom = () => Promise.reject(new TypeError("one two"));

Deno.test("assertRejects() resolves to what the promise was rejected with", async () => {
  const error: TypeError = await assertRejects(boom, TypeError, "two");
  assertEquals(error.message, "one two");
  const reason: unknown = await assertRejects(() => Promise.reject("text"));
  assertEquals(reason, "text");
});

Deno.test("assertRejects() fails when the promise was fulfilled, or rejected with something else", async () => {
  const failing: [() => Promise<unknown>, string][] = [
    [() => assertRejects(() => Promise.resolve()), "Expected function to reject."],
    [() => assertRejects(() => Promise.resolve(), "my words"), "Expected function to reject: my words"],
    [() => assertRejects(boom, RangeError), 'instance of "RangeError"'],
    [() => assertRejects(boom, TypeError, "three"), 'to include "three"'],
    [() => assertRejects(() => Promise.reject("text"), Error), "A non-Error object was rejected"],
    [() => assertRejects(() => undefined as never), "Function throws when expected to reject"],
  ];
  for (const [fails, says] of failing) await assertRejects(fails, AssertionError, says);
});
