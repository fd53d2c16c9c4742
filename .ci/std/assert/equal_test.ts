// Imported by name, so that `deno task test:std` puts the same questions to the real package.
import { assert, assertFalse, assertThrows, equal } from "@std/assert";

class Point {
  readonly #secret: number;
  constructor(readonly x: number, secret = 0) {
    this.#secret = secret;
  }
  get double(): number {
    return this.x * 2;
  }
  reveal(): number {
    return this.#secret;
  }
}
class Other {
  constructor(readonly x: number) {}
}

const cycle = (name: string) => {
  const made: Record<string, unknown> = { name };
  made.self = made;
  return made;
};

const same: [string, unknown, unknown][] = [
  ["NaN", NaN, NaN],
  ["zero and minus zero", 0, -0],
  ["nested objects in any key order", { a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }],
  ["a null prototype and a plain object", Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
  ["symbol keys", { [Symbol.for("k")]: 1 }, { [Symbol.for("k")]: 1 }],
  ["sets of objects in any order", new Set([{ a: 1 }, { b: 2 }]), new Set([{ b: 2 }, { a: 1 }])],
  ["maps with object keys", new Map([[{ k: 1 }, "a"]]), new Map([[{ k: 1 }, "a"]])],
  ["dates", new Date(5), new Date(5)],
  ["invalid dates", new Date(NaN), new Date(NaN)],
  ["patterns", /a/g, /a/g],
  ["addresses", new URL("https://a.example/x"), new URL("https://a.example/x")],
  ["bytes", new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ["buffers", new Uint8Array([1, 2]).buffer, new Uint8Array([1, 2]).buffer],
  ["durations", Temporal.Duration.from({ hours: 1 }), Temporal.Duration.from({ hours: 1 })],
  ["instances of one class", new Point(1), new Point(1)],
  ["instances that differ only in private fields", new Point(1, 1), new Point(1, 2)],
  ["cycles", cycle("a"), cycle("a")],
  ["weak references to equal objects", new WeakRef({ a: 1 }), new WeakRef({ a: 1 })],
];

const different: [string, unknown, unknown][] = [
  ["a number and its text", 1, "1"],
  ["null and undefined", null, undefined],
  ["an undefined key and none", { a: undefined }, {}],
  ["undefined under different keys", { a: undefined }, { b: undefined }],
  ["an array and a plain object", [1], { 0: 1 }],
  ["classes", new Point(1), new Other(1)],
  ["an instance and a plain object", new Other(1), { x: 1 }],
  ["instances with other fields", new Point(1), new Point(2)],
  ["patterns with other flags", /a/g, /a/i],
  ["dates", new Date(1), new Date(2)],
  ["sets", new Set([1, 2]), new Set([1, 3])],
  ["sets of objects", new Set([{ a: 1 }]), new Set([{ a: 2 }])],
  ["maps with another value", new Map([["a", 1]]), new Map([["a", 2]])],
  ["maps with a missing key", new Map([["a", undefined]]), new Map([["b", undefined]])],
  ["bytes", new Uint8Array([1]), new Uint8Array([2])],
  ["bytes of another width", new Uint8Array([1]), new Uint16Array([1])],
  ["functions", () => 1, () => 1],
  ["symbols", Symbol("a"), Symbol("a")],
  ["cycles with another name", cycle("a"), cycle("b")],
  ["errors with other messages", new Error("a"), new Error("b")],
];

for (const [name, a, b] of same) {
  Deno.test(`equal() takes as equal: ${name}`, () => {
    assert(equal(a, b));
    assert(equal(b, a));
  });
}

for (const [name, a, b] of different) {
  Deno.test(`equal() takes as different: ${name}`, () => {
    assertFalse(equal(a, b));
    assertFalse(equal(b, a));
  });
}

Deno.test("equal() refuses collections that cannot be listed", () => {
  assertThrows(() => equal(new WeakMap(), new WeakMap()), TypeError, "Cannot compare WeakMap instances");
  assertThrows(() => equal(new WeakSet(), new WeakSet()), TypeError, "Cannot compare WeakSet instances");
});
