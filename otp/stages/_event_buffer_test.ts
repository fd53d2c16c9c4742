import { assertEquals } from "@std/assert";
import { EventBuffer } from "./_event_buffer.ts";

Deno.test("EventBuffer: first in, first out", () => {
  const buffer = new EventBuffer<number>({ size: 10, keep: "last" });
  assertEquals([buffer.push([1, 2, 3]), buffer.take(2), buffer.push([4]), buffer.take(9), buffer.take(1)], [
    0,
    [1, 2],
    0,
    [3, 4],
    [],
  ]);
});

Deno.test("EventBuffer: keep last drops the oldest, keep first the newest", () => {
  const last = new EventBuffer<number>({ size: 3, keep: "last" });
  assertEquals([last.push([1, 2]), last.push([3, 4, 5]), last.push([6, 7, 8, 9]), last.take(9)], [0, 2, 4, [7, 8, 9]]);
  const first = new EventBuffer<number>({ size: 3, keep: "first" });
  assertEquals([first.push([1, 2]), first.push([3, 4, 5]), first.push([6]), first.take(9)], [0, 2, 1, [1, 2, 3]]);
});

Deno.test("EventBuffer: without room nothing stays, and without a limit nothing is dropped", () => {
  for (const keep of ["first", "last"] as const) {
    const none = new EventBuffer<number>({ size: 0, keep });
    assertEquals([none.push([1, 2]), none.length, none.take(5)], [2, 0, []]);
  }
  const all = new EventBuffer<number>({ size: Infinity, keep: "first" });
  assertEquals([all.push(Array(100_000).fill(1)), all.length], [0, 100_000]);
});

Deno.test("EventBuffer: a marked message is due when all before it have left, taken or dropped", () => {
  const buffer = new EventBuffer<number>({ size: 3, keep: "last" });
  buffer.mark("at once");
  assertEquals(buffer.due(), ["at once"]);
  buffer.push([1, 2]);
  buffer.mark("after 2");
  buffer.push([3]);
  assertEquals([buffer.due(), buffer.take(1), buffer.due(), buffer.take(1), buffer.due(), buffer.due()], [
    [],
    [1],
    [],
    [2],
    ["after 2"],
    [],
  ]);
  buffer.mark("after 3");
  buffer.push([4, 5, 6]);
  assertEquals(buffer.due(), ["after 3"]);
});

Deno.test("EventBuffer: what is put back is the next to be taken, and marks behind it wait again", () => {
  const buffer = new EventBuffer<number>({ size: 5, keep: "last" });
  buffer.push([1, 2, 3]);
  buffer.mark("behind 3");
  const taken = buffer.take(3);
  buffer.putBack(taken.slice(1));
  buffer.putBack([]);
  assertEquals([buffer.length, buffer.due(), buffer.take(1), buffer.due()], [2, [], [2], []]);
  assertEquals([buffer.take(5), buffer.due()], [[3], ["behind 3"]]);
});

Deno.test("EventBuffer: many events in and out in small pieces", () => {
  const buffer = new EventBuffer<number>({ size: 1000, keep: "last" });
  const out: number[] = [];
  for (let i = 0; i < 10_000; i++) {
    buffer.push([2 * i, 2 * i + 1]);
    if (i >= 100) out.push(...buffer.take(2));
  }
  out.push(...buffer.take(1000));
  assertEquals([out.length, out.every((event, i) => event === i)], [20_000, true]);
});
