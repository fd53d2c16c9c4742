import { assert, assertEquals, assertNotEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { canonicalKey, canonicalText, stableHash } from "./canonical_key.ts";

/** Each row is one key in several forms; no two rows are equal. */
const KEYS: unknown[][] = [
  ["a"],
  ["1"],
  [1, 1.0],
  [1n],
  [0, -0],
  [NaN, 0 / 0],
  [Infinity],
  [true],
  ["true"],
  [undefined],
  [null],
  ["null"],
  [""],
  ["\u0000"],
  ["\u0000\u0000"],
  ["\u0000[1]"],
  ["[1]"],
  [[1], [1]],
  [["1"]],
  [[1n]],
  [[-0], [0]],
  [[NaN], [NaN]],
  [[undefined], new Array(1)],
  [[]],
  [[[]]],
  [[1, "a"], [1, "a"]],
  [["1,a"]],
  [["1", "a"]],
  [{}, Object.create(null), Object.freeze({})],
  [{ a: 1, b: [2] }, { b: [2], a: 1 }],
  [{ a: undefined }],
  [{ a: null }],
  [["a", 1]],
  [{ a: 1 }],
  [{ "a,b": 1 }],
  [new Date(5), new Date(5)],
  [new Date(6)],
  [new Date(NaN), new Date(NaN)],
  [new Set([1, [2]]), new Set([[2], 1])],
  [new Set([1])],
  [new Map<unknown, unknown>([["a", 1], [[1], 2]]), new Map<unknown, unknown>([[[1], 2], ["a", 1]])],
  [new Map([["a", 1]])],
  [new Uint8Array([1, 2]), new Uint8Array([0, 1, 2]).subarray(1)],
  [new Int8Array([1, 2])],
  [new Uint8Array([1, 2]).buffer],
  [new Uint16Array([513])],
  ["Date(5)"],
  ["Set(1)"],
];

Deno.test("canonicalKey() is the same for equal keys and another for any other", () => {
  KEYS.forEach((forms, row) => {
    for (const form of forms) {
      KEYS.forEach(([other], index) => {
        const same = new Set([canonicalKey(form), canonicalKey(other)]).size === 1;
        assertEquals(same, row === index, `${canonicalText(form)} and ${canonicalText(other)}`);
      });
    }
  });
});

Deno.test("canonicalText() is the same for equal keys and another for any other", () => {
  const texts = KEYS.map((forms) => {
    const [text, ...others] = forms.map(canonicalText);
    for (const other of others) assertEquals(other, text);
    return text;
  });
  assertEquals(new Set(texts).size, KEYS.length);
});

Deno.test("canonicalKey() leaves primitives as they are, which is what most keys are", () => {
  for (const key of ["room:1", 7, 7n, true, null, undefined]) assertEquals(canonicalKey(key), key);
});

Deno.test("canonicalKey() keeps what a key was, whatever is done to it later", () => {
  const key = [1, "a"];
  const before = canonicalKey(key);
  key.push("b");
  assertNotEquals(canonicalKey(key), before);
  assertEquals(canonicalKey([1, "a"]), before);
});

class Point {
  x = 1;
}

Deno.test("canonicalKey() refuses what has no structure", () => {
  const cycle: unknown[] = [];
  cycle.push([cycle]);
  let deep: unknown = 0;
  for (let level = 0; level < 101; level++) deep = [deep];
  let wide: unknown = "x";
  for (let level = 0; level < 30; level++) wide = [wide, wide];
  const hidden = {
    get x(): number {
      throw new Error("never read");
    },
  };
  const refused: [key: unknown, rule: string][] = [
    [() => 1, "without functions and symbols"],
    [Symbol("s"), "without functions and symbols"],
    [[Symbol.for("s")], "without functions and symbols"],
    [{ run: () => 1 }, "without functions and symbols"],
    [new Point(), "made of plain objects"],
    [[new Point()], "made of plain objects"],
    [/x/, "made of plain objects"],
    [new Error("x"), "made of plain objects"],
    [Promise.resolve(), "made of plain objects"],
    [hidden, "data under texts"],
    [{ [Symbol("s")]: 1 }, "data under texts"],
    [{ b: 1, [Symbol("s")]: 1, a: 2 }, "data under texts"],
    [cycle, "does not hold itself"],
    [deep, "nests at most 100 deep"],
    [wide, "at most 1000000 characters"],
  ];
  for (const [key, rule] of refused) assertThrows(() => canonicalKey(key), ArgumentError, rule);
});

Deno.test("canonicalKey() takes a key that nests 100 deep, whatever it is made of", () => {
  let [list, object]: unknown[] = [0, 0];
  for (let level = 0; level < 100; level++) [list, object] = [[list], { a: object }];
  assertNotEquals(canonicalKey(list), canonicalKey(object));
});

Deno.test("canonicalKey() takes one object in two places, which is no cycle", () => {
  const part = { a: 1 };
  assertEquals(canonicalKey([part, part]), canonicalKey([{ a: 1 }, { a: 1 }]));
});

Deno.test("stableHash() never changes: what one version stores by it another finds", () => {
  assertEquals(["", "a", 1, [1, "a"], null].map(stableHash), [
    3661886745,
    921681762,
    1428125071,
    3665676063,
    2827039351,
  ]);
});

Deno.test("stableHash() is the same for equal keys, and spreads keys over partitions", () => {
  assertEquals(stableHash({ a: 1, b: 2 }), stableHash({ b: 2, a: 1 }));
  const counts = new Array<number>(8).fill(0);
  for (let key = 0; key < 8000; key++) counts[stableHash(`room:${key}`) % 8]!++;
  assert(counts.every((count) => count > 850 && count < 1150), String(counts));
});
