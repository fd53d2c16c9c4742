import { assertEquals } from "@std/assert";
import { describeState, inspectState } from "./describe_state.ts";

const states = {
  a: { n: 1, items: [] },
  b: new Map([[1, 2]]),
  c: new Set(),
  d: [1, 2],
  e: null,
  f: undefined,
  g: "text",
  h: new Date(0),
  i: new Uint8Array(3),
  j: {},
  k: () => 1,
  l: Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`k${n}`, n])),
};
const exported = { format: 1, name: "shop\x1b[2J", version: 2, at: 0, states } as const;

Deno.test("inspectState() says what each is, and how much", () => {
  assertEquals(inspectState(exported).map(({ process, what }) => [process, what]), [
    ["a", "an object with n, items"],
    ["b", "a map of 1"],
    ["c", "a set of 0"],
    ["d", "an array of 2"],
    ["e", "null"],
    ["f", "nothing"],
    ["g", "a string"],
    ["h", "a date"],
    ["i", "3 bytes"],
    ["j", "an empty object"],
    ["k", "a function"],
    ["l", "an object with k0, k1, k2, k3, k4, k5, k6, k7, …"],
  ]);
  assertEquals(inspectState(exported).filter(({ size }) => size === -1).map(({ process }) => process), ["k"]);
});

Deno.test("describeState() is for people, and no terminal obeys it", () => {
  const [head, first] = describeState({ ...exported, states: { cart: { n: 1 } } }).split("\n");
  assertEquals([head, first], [
    "State of shop [2J, version 2, 1970-01-01T00:00:00.000Z",
    "  cart: an object with n, 7 characters",
  ]);
  const unkept = describeState({ ...exported, states: { f: () => 1 } }).split("\n")[1];
  assertEquals(unkept, "  f: a function, cannot be kept");
});
