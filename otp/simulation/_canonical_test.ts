import { assert, assertEquals } from "@std/assert";
import { canonical, checksum } from "./_canonical.ts";

class Point {
  constructor(readonly x: number, readonly y: bigint) {}
}

Deno.test("canonical() writes every kind of value, and the same for the same", () => {
  const cyclic: { self?: unknown; list: unknown[] } = { list: [1, undefined, null, -0, NaN, 2n] };
  cyclic.self = cyclic;
  const written: [unknown, string][] = [
    ['a "text"', '"a \\"text\\""'],
    [cyclic, '{"list":[1,undefined,null,-0,NaN,2n,],"self":(circular),}'],
    [new Map<unknown, unknown>([["a", new Set([1])]]), 'Map[["a",Set[1,],],]'],
    [new Point(1, 2n), 'Point{"x":1,"y":2n,}'],
    [new Date(5), "Date(5)"],
    [new RangeError("no"), 'RangeError("no")'],
    [new Uint8Array([1, 2]), "Uint8Array[1,2,]"],
    [Promise.resolve(), "Promise"],
    [Object.create(null, { a: { value: 1, enumerable: true } }), '{"a":1,}'],
    [function named() {}, "function named"],
    [Symbol("s"), "Symbol(s)"],
  ];
  for (const [value, text] of written) assertEquals(canonical(value), text);
});

Deno.test("canonical() tells one thing twice from the same thing within itself", () => {
  const shared = {};
  assertEquals(canonical([shared, shared]), "[{},{},]");
});

Deno.test("canonical() leaves stacks out, and keeps the order of keys", () => {
  assertEquals(canonical({ name: "E", stack: "at file:1:2" }), '{"name":"E",}');
  assert(canonical({ a: 1, b: 2 }) !== canonical({ b: 2, a: 1 }));
});

Deno.test("canonical() shortens what is long, and still tells it apart", () => {
  const [one, other] = ["x", "y"].map((end) => canonical("a".repeat(10_000) + end));
  assert(one!.length < 700 && one !== other);
  assertEquals(one!.endsWith(`… (10003, ${checksum(JSON.stringify("a".repeat(10_000) + "x"))})`), true);
});

Deno.test("checksum() is the one that everybody knows", () => {
  assertEquals([checksum(""), checksum("a"), checksum("foobar")], ["811c9dc5", "e40c292c", "bf9cf968"]);
});
