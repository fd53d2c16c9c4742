import { AssertionError, assertObjectMatch, assertThrows } from "@std/assert";

const key = Symbol("key");
const cycle: Record<string, unknown> = { name: "a" };
cycle.self = cycle;
const cycleWanted: Record<string, unknown> = { name: "a" };
cycleWanted.self = cycleWanted;

class Point {
  constructor(readonly x: number, readonly y: number) {}
}

Deno.test("assertObjectMatch() wants every expected part and ignores the rest", () => {
  assertObjectMatch({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3 } });
  assertObjectMatch({ list: [{ a: 1, b: 2 }, 3] }, { list: [{ a: 1 }, 3] });
  assertObjectMatch({ map: new Map([["a", { x: 1, y: 2 }], ["b", { x: 0, y: 0 }]]) }, {
    map: new Map([["a", { x: 1 }]]),
  });
  assertObjectMatch({ set: new Set([1, 2]) }, { set: new Set([1]) });
  assertObjectMatch({ [key]: 1, a: 2 }, { [key]: 1 });
  assertObjectMatch({ point: new Point(1, 2) }, { point: { x: 1 } });
  assertObjectMatch({ pattern: /a/g }, { pattern: /a/g });
  assertObjectMatch(cycle, cycleWanted);
});

Deno.test("assertObjectMatch() fails on a part that is absent or different", () => {
  const failing = [
    () => assertObjectMatch({ a: 1 }, { a: 2 }),
    () => assertObjectMatch({ a: 1 }, { b: 1 }),
    () => assertObjectMatch({ a: 1 }, { a: 1, b: 1 }),
    () => assertObjectMatch({ list: [1] }, { list: [1, 2] }),
    () => assertObjectMatch({ set: new Set([1]) }, { set: new Set([1, 2]) }),
    () => assertObjectMatch({ pattern: /a/g }, { pattern: /a/i }),
  ];
  for (const fails of failing) assertThrows(fails, AssertionError, "Values are not equal");
});
