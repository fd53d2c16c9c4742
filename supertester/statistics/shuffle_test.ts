import { SeededRandom } from "@superlearner/otp";
import { assertEquals, assertGreater } from "@std/assert";
import { shuffle } from "./shuffle.ts";

Deno.test("shuffle: every order is about as likely as any other, and the same seed gives the same", () => {
  const random = new SeededRandom(1);
  const orders = new Map<string, number>();
  for (let trial = 0; trial < 6000; trial++) {
    const values = [1, 2, 3];
    shuffle(values, random);
    orders.set(values.join(""), (orders.get(values.join("")) ?? 0) + 1);
  }
  assertEquals(orders.size, 6);
  for (const count of orders.values()) assertGreater(count, 850); // 1000 expected
  const [one, other] = [Float64Array.of(1, 2, 3, 4, 5), Float64Array.of(1, 2, 3, 4, 5)];
  shuffle(one, new SeededRandom(7));
  shuffle(other, new SeededRandom(7));
  assertEquals(one, other);
});

Deno.test("shuffle: nothing, and one, stay as they are", () => {
  const [none, one]: [number[], number[]] = [[], [5]];
  for (const each of [none, one]) shuffle(each, new SeededRandom(1));
  assertEquals([none, one], [[], [5]]);
});
