import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { dispatchTo } from "./_dispatch.ts";

Deno.test("dispatchTo() is done when it returns, unless the function is asynchronous", async () => {
  const seen: number[] = [];
  assertEquals(dispatchTo([1, 2], (part) => seen.push(part), {}), undefined);
  assertEquals(seen, [1, 2]);
  const asynchronous = dispatchTo([3, 4], (part) => Promise.resolve(seen.push(part)), {});
  assertEquals(seen, [1, 2, 3]);
  assertEquals([await asynchronous, seen], [undefined, [1, 2, 3, 4]]);
  assertEquals(await dispatchTo([], () => Promise.reject(new Error("never")), { parallel: true }), undefined);
});

Deno.test("dispatchTo() stops at the first part that fails, and in parallel tells the first failure", async () => {
  const seen: number[] = [];
  const fail = (part: number) => {
    seen.push(part);
    throw new Error(`at ${part}`);
  };
  assertThrows(() => dispatchTo([1, 2], fail, {}), Error, "at 1");
  const later = (part: number) => Promise.resolve().then(() => fail(part));
  await assertRejects(async () => await dispatchTo([3, 4], later, {}), Error, "at 3");
  assertEquals(seen, [1, 3]);
  await assertRejects(async () => await dispatchTo([5, 6], later, { parallel: true }), Error, "at 5");
  assertEquals(seen, [1, 3, 5, 6]);
});
