import { assert, assertEquals } from "@std/assert";
import { check, nat, property, sample } from "npm:fast-check@^4";
import { ListArbitrary, shorterLists } from "./list_arbitrary.ts";

const drawn = new ListArbitrary(nat(100), { least: 2, most: 6 });

Deno.test("ListArbitrary: draws every length it may, and no other", () => {
  const lengths = new Set(sample(drawn, { numRuns: 200, seed: 1 }).map(({ length }) => length));
  assertEquals([...lengths].sort(), [2, 3, 4, 5, 6]);
});

Deno.test("ListArbitrary: shrinks to the items that matter, wherever they stand, and to the smallest of them", () => {
  for (let seed = 0; seed < 20; seed++) {
    const { counterexample } = check(property(drawn, (items) => items.filter((n) => n >= 40).length < 2), { seed });
    assertEquals(counterexample, [[40, 40]]);
  }
  const { counterexample } = check(property(drawn, (items) => !items.some((n) => n >= 40)), { seed: 3 });
  assertEquals(counterexample?.[0].toSorted(), [0, 40]);
  assert(!drawn.canShrinkWithoutContext([1, 2]));
});

Deno.test("shorterLists: the first half, then one less, never too short", () => {
  assertEquals([...shorterLists([1, 2, 3, 4], 1)], [[1, 2], [2, 3, 4], [1, 3, 4], [1, 2, 4], [1, 2, 3]]);
  assertEquals([...shorterLists([1, 2], 1)], [[2], [1]]);
  assertEquals([...shorterLists([1, 2], 2)], []);
});
