import { SeededRandom } from "@superlearner/otp";
import { assertEquals, assertGreater, assertLess } from "@std/assert";
import { changePoints } from "./change_points.ts";
import { durations, noise } from "./testdata/noise.ts";

const found = (values: number[], seed = 1) => changePoints(values, { random: new SeededRandom(seed) });

Deno.test("changePoints: a step is found where it is, and is no work of chance", () => {
  const random = new SeededRandom(1);
  const values = [
    ...noise(random, { count: 20, spread: 2, centre: 100 }),
    ...noise(random, { count: 10, spread: 2, centre: 120 }),
  ];
  const changes = found(values);
  assertEquals(changes.map(({ at }) => at), [20]);
  assertLess(changes[0]!.p, 0.001 + 1e-9);
});

Deno.test("changePoints: several steps are told in their order", () => {
  const random = new SeededRandom(2);
  const values = [100, 150, 100, 80].flatMap((centre) => noise(random, { count: 15, spread: 3, centre }));
  assertEquals(found(values).map(({ at }) => at), [15, 30, 45]);
});

Deno.test("changePoints: the same seed finds the same", () => {
  const values = durations(new SeededRandom(3), { count: 40, centre: 50, spread: 0.05 });
  assertEquals(found(values, 7), found(values, 7));
});

Deno.test("changePoints: nothing, one value, or values that never change hold none", () => {
  for (const values of [[], [1], [5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5], [1, 2, 3]]) assertEquals(found(values), []);
});

Deno.test("changePoints: a wild value here and there is none", () => {
  const random = new SeededRandom(4);
  for (const wild of [[25], [29], [28, 12], [10, 20]]) {
    const values = noise(random, { count: 30, spread: 1, centre: 100 });
    for (const at of wild) values[at] = 1e6;
    assertEquals(found(values), []);
  }
});

Deno.test("changePoints: noise alone holds a change about as seldom as is asked for", () => {
  const random = new SeededRandom(5);
  let wrong = 0;
  for (let trial = 0; trial < 400; trial++) {
    const values = durations(random, { count: 25, centre: 100, spread: 0.1 });
    if (changePoints(values, { random, significance: 0.05, permutations: 399 }).length > 0) wrong++;
  }
  assertGreater(wrong, 5); // 20 expected: a test that never finds anything would be none
  assertLess(wrong, 36);
});

Deno.test("changePoints: a very small significance is still one that can be reached", () => {
  const values = [...Array.from({ length: 30 }, (_, i) => i % 2), ...Array.from({ length: 30 }, (_, i) => 100 + i % 2)];
  const [change] = changePoints(values, { random: new SeededRandom(1), significance: 0.0001 });
  assertEquals(change?.at, 30);
  assertLess(change!.p, 0.0001 + 1e-9);
});

Deno.test("changePoints: a rise that is taken back does not hide itself", () => {
  const random = new SeededRandom(8);
  const values = [100, 150, 101].flatMap((centre) => noise(random, { count: 10, spread: 3, centre }));
  assertEquals(found(values).map(({ at }) => at), [10, 20]);
});
