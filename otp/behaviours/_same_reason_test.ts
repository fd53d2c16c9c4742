import { assert, assertFalse } from "@std/assert";
import { sameReason } from "./_same_reason.ts";

Deno.test("sameReason() is true for reasons that hold the same", () => {
  const cyclic: { self?: unknown } = {};
  cyclic.self = cyclic;
  const other: { self?: unknown } = {};
  other.self = other;
  const same: [unknown, unknown][] = [
    ["normal", "normal"],
    [NaN, NaN],
    [{ shutdown: "x" }, { shutdown: "x" }],
    [{ a: [1, { b: null }] }, { a: [1, { b: null }] }],
    [cyclic, cyclic],
    [cyclic, other],
  ];
  for (const [one, two] of same) assert(sameReason(one, two));
});

Deno.test("sameReason() is false for reasons that differ anywhere", () => {
  const different: [unknown, unknown][] = [
    ["normal", "shutdown"],
    ["x", { x: 1 }],
    [{ shutdown: "x" }, { shutdown: "y" }],
    [{ a: undefined }, {}],
    [{ a: undefined }, { b: undefined }],
    [{ a: 1 }, { a: 1, b: 2 }],
    [[], {}],
    [[1], { 0: 1 }],
    [null, {}],
    [{ a: null }, { a: {} }],
  ];
  for (const [one, two] of different) {
    assertFalse(sameReason(one, two));
    assertFalse(sameReason(two, one));
  }
});
