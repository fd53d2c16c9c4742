import { assert, assertEquals } from "@std/assert";
import { randomWalk } from "./random_walk.ts";
import { hits, orderOf, turns } from "./testdata/threads.ts";

Deno.test("randomWalk() gives every order the same chance where each has one turn", () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed++) {
    const order = orderOf(randomWalk(), { a: turns(1), b: turns(1), c: turns(1) }, seed).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  assertEquals(counts.size, 6);
  for (const [order, count] of counts) assert(count > 880 && count < 1120, `${order} ${count}`);
});

Deno.test("randomWalk() halves the chance with each turn that one must wait", () => {
  const waits = (count: number) =>
    hits(randomWalk(), {
      threads: { a: turns(1), b: turns(count) },
      runs: 8000,
      shows: (order) => order.endsWith("a"),
    });
  for (const count of [1, 2, 3, 4]) {
    const expected = 8000 / 2 ** count;
    assert(Math.abs(waits(count) - expected) < expected * 0.2, `${count}: ${waits(count)}`);
  }
});
