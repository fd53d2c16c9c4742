import { assertEquals } from "@std/assert";
import { sameState } from "./_same_state.ts";

class Own {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

function loop(): unknown {
  const one: { self?: unknown } = {};
  one.self = [one];
  return one;
}

Deno.test("sameState() is true for states that hold the same", () => {
  const own = new Own(1);
  const same: [unknown, unknown][] = [
    ["open", "open"],
    [NaN, NaN],
    [null, null],
    [own, own],
    [{ name: "a", tags: ["x", { y: 1 }] }, { tags: ["x", { y: 1 }], name: "a" }],
    [Object.assign(Object.create(null), { a: 1 }), Object.assign(Object.create(null), { a: 1 })],
    [new Date(5), new Date(5)],
    [new Map([["a", { b: 1 }]]), new Map([["a", { b: 1 }]])],
    [new Set(["a", "b"]), new Set(["b", "a"])],
    [new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 2 }, { a: 1 }])],
    [new Uint8Array([1, 2]), new Uint8Array([1, 2])],
    [new DataView(new ArrayBuffer(2)), new DataView(new ArrayBuffer(2))],
    [loop(), loop()],
  ];
  for (const [one, other] of same) assertEquals([sameState(one, other), sameState(other, one)], [true, true]);
});

Deno.test("sameState() is false for states that differ anywhere, and for two objects of a class", () => {
  const different: [unknown, unknown][] = [
    ["open", "closed"],
    [0, -0],
    [1, "1"],
    [null, undefined],
    [null, {}],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: undefined }, { b: undefined }],
    [{ a: 1 }, { a: 2 }],
    [[1], [1, 2]],
    [new Array(1), new Array(2)],
    [[1], { 0: 1 }],
    [new Own(1), new Own(1)],
    [new Own(1), { value: 1 }],
    [() => 1, () => 1],
    [new Date(5), new Date(6)],
    [new Map([["a", 1]]), new Map([["a", 2]])],
    [new Map([["a", 1]]), new Map([["b", 1]])],
    [new Map([["a", 1]]), new Map([["a", 1], ["b", 2]])],
    [new Set(["a"]), new Set(["b"])],
    [new Set([{ a: 1 }, { a: 1 }]), new Set([{ a: 1 }, { a: 2 }])],
    [new Set(["a"]), new Set(["a", "b"])],
    [new Uint8Array([1, 2]), new Uint8Array([1, 3])],
    [new Uint8Array([1]), new Uint8Array([1, 2])],
    [new Uint8Array([1]), new Int8Array([1])],
    [/a/, /a/],
  ];
  for (const [one, other] of different) assertEquals([sameState(one, other), sameState(other, one)], [false, false]);
});
