import { assert, assertEquals } from "@std/assert";
import { showValue } from "./show_value.ts";

Deno.test("showValue - shows what there is", () => {
  const cases: [unknown, string][] = [
    [undefined, "undefined"],
    [null, "null"],
    ["text", '"text"'],
    [12n, "12n"],
    [{}, "{}"],
    [[], "[]"],
    [[1, "a"], '[1, "a"]'],
    [{ name: "ada", age: 36 }, '{ name: "ada", age: 36 }'],
    [{ "odd key": 1 }, '{ "odd key": 1 }'],
    [new Map([["<0.3.0>", "ada"]]), 'Map { <0.3.0>: "ada" }'],
    [new Set([1, 2]), "Set { 1, 2 }"],
    [new Date(0), "1970-01-01T00:00:00.000Z"],
    [new Date(NaN), "Date invalid"],
    [new TypeError("no"), "TypeError: no"],
    [new Uint8Array(8), "Uint8Array of 8 bytes"],
    [function named() {}, "function named"],
    [() => {}, "function"],
    [Symbol("s"), "Symbol(s)"],
    [Object.assign(Object.create(null), { a: 1 }), "{ a: 1 }"],
    [
      new (class Point {
        x = 1;
      })(),
      "Point { x: 1 }",
    ],
  ];
  for (const [value, text] of cases) assertEquals(showValue(value), text);
});

Deno.test("showValue - breaks lines where one is not enough", () => {
  const state = {
    names: ["ada", "barbara", "grace", "katherine", "margaret", "leslie"],
    rooms: { lobby: 1, music: 2 },
  };
  assertEquals(
    showValue(state),
    '{\n  names: ["ada", "barbara", "grace", "katherine", "margaret", "leslie"],\n  rooms: { lobby: 1, music: 2 }\n}',
  );
  assert(!showValue(state, { pretty: false }).includes("\n"));
});

Deno.test("showValue - never runs anybody's code, and never fails", () => {
  const cyclic: Record<string, unknown> = { name: "a" };
  cyclic["self"] = cyclic;
  assertEquals(showValue(cyclic), '{ name: "a", self: (circular) }');
  const getter = {
    get secret(): never {
      throw new Error("Cannot be read");
    },
  };
  assertEquals(showValue(getter), "{ secret: (getter) }");
  const trap = new Proxy({}, {
    getPrototypeOf() {
      throw new Error("Cannot be looked at");
    },
  });
  assertEquals(showValue(trap), "(cannot be shown)");
});

Deno.test("showValue - is never longer than it may be", () => {
  assertEquals(showValue("x".repeat(600)), `"${"x".repeat(500)}" … 100 more`);
  assertEquals(showValue([1, 2, 3], { entries: 2 }), "[1, 2, … 1 more]");
  assertEquals(showValue({ a: { b: { c: 1 } } }, { depth: 2 }), "{ a: { b: {…} } }");
  const wide = Array.from({ length: 50 }, () => Array.from({ length: 50 }, () => "y".repeat(400)));
  assert(showValue(wide).length <= 20_001);
});

Deno.test("showValue - does not repeat what is merely shared", () => {
  const shared = { a: 1 };
  assertEquals(showValue([shared, shared]), "[{ a: 1 }, { a: 1 }]");
});
