import { assertEquals } from "@std/assert";
import { equal } from "./equal.ts";

class Point {
  readonly x: number;
  constructor(x: number) {
    this.x = x;
  }
}
const cycle = () => {
  const list: unknown[] = [1];
  list.push(list);
  return list;
};

const SAME: [unknown, unknown][] = [
  [1, 1],
  [NaN, NaN],
  [0, -0],
  [{ a: 1, b: [2] }, { b: [2], a: 1 }],
  [new Map([[{ k: 1 }, 1], [{ k: 2 }, 2]]), new Map([[{ k: 2 }, 2], [{ k: 1 }, 1]])],
  [new Set([[1], [2]]), new Set([[2], [1]])],
  [new Date(5), new Date(5)],
  [/a/g, /a/g],
  [new RangeError("x"), new RangeError("x")],
  [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  [new Point(1), new Point(1)],
  [cycle(), cycle()],
];
const DIFFERENT: [unknown, unknown][] = [
  [1, "1"],
  [null, undefined],
  [{ a: undefined }, {}],
  [[1], { 0: 1, length: 1 }],
  [[1, 2], [2, 1]],
  [[], new Array(1)],
  [new Map([[1, 2]]), new Map([[1, 3]])],
  [new Set([1, 2]), new Set([1])],
  [new Date(5), new Date(6)],
  [/a/g, /a/i],
  [new RangeError("x"), new TypeError("x")],
  [new Uint8Array([1]), new Uint8Array([2])],
  [new Point(1), { x: 1 }],
  [() => 1, () => 1],
];

Deno.test("equal: what looks the same is", () => {
  for (const [a, b] of SAME) assertEquals([equal(a, b), equal(b, a)], [true, true], Deno.inspect([a, b]));
});

Deno.test("equal: what looks different is not", () => {
  for (const [a, b] of DIFFERENT) assertEquals([equal(a, b), equal(b, a)], [false, false], Deno.inspect([a, b]));
});
