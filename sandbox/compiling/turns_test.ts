import { assertEquals, assertRejects } from "@std/assert";
import { Turns } from "./turns.ts";

Deno.test("Turns.take() does one piece after the other, whatever becomes of those before", async () => {
  const turns = new Turns();
  const held = Promise.withResolvers<void>();
  const done: number[] = [];
  const first = turns.take(() => held.promise);
  const second = turns.take(() => Promise.resolve(done.push(2)));
  const third = turns.take(() => Promise.resolve(done.push(3)));
  await Promise.resolve();
  assertEquals(done, []);
  held.reject(new RangeError("no"));
  await assertRejects(() => first, RangeError, "no");
  assertEquals([await second, await third, done], [1, 2, [2, 3]]);
  await turns.done;
});

Deno.test("Turns.take(): who is called off while he waits does nothing, and holds up nobody", async () => {
  const turns = new Turns();
  const held = Promise.withResolvers<void>();
  const first = turns.take(() => held.promise);
  const second = turns.take(
    () => Promise.reject(new Error("it was done")),
    AbortSignal.abort(new RangeError("enough")),
  );
  await assertRejects(() => second, RangeError, "enough");
  const third = turns.take(() => Promise.resolve(3));
  held.resolve();
  assertEquals([await first, await third], [undefined, 3]);
});
