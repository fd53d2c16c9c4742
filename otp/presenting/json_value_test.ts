import { assert, assertEquals } from "@std/assert";
import { toJson } from "./json_value.ts";
import { Redaction } from "./redaction.ts";

const show = (value: unknown, limits = {}) => toJson(value, new Redaction(), limits);

Deno.test("toJson() says what JSON cannot say", () => {
  assertEquals(show([1n, NaN, -Infinity, undefined, Symbol("s"), null, true, 0.5]), [
    { $bigint: "1" },
    { $number: "NaN" },
    { $number: "-Infinity" },
    { $undefined: true },
    { $symbol: "s" },
    null,
    true,
    0.5,
  ]);
  assertEquals(show({ at: new Date(0), bad: new Date(NaN), re: /x/g, f: function named() {} }), {
    at: { $date: "1970-01-01T00:00:00.000Z" },
    bad: { $date: "invalid" },
    re: { $regexp: "/x/g" },
    f: { $function: "named" },
  });
  assertEquals(show(new Map<unknown, unknown>([["a", 1], [{ k: 1 }, new Set([2])]])), {
    $map: [["a", 1], [{ k: 1 }, { $set: [2] }]],
  });
  assertEquals(show([new Error("broken"), new Uint8Array(7), Promise.resolve(), new WeakMap()]), [
    { $error: { name: "Error", message: "broken" } },
    { $bytes: 7 },
    { $promise: true },
    { $weak: true },
  ]);
});

Deno.test("toJson() ends at a cycle, and shows what is there twice", () => {
  const shared = { x: 1 };
  const value: Record<string, unknown> = { one: shared, two: [shared] };
  value["self"] = value;
  value["deep"] = { up: value["two"], list: [value] };
  assertEquals(show(value), {
    one: { x: 1 },
    two: [{ x: 1 }],
    self: { $circular: "." },
    deep: { up: [{ x: 1 }], list: [{ $circular: "." }] },
  });
});

Deno.test("toJson() runs nobody's code", () => {
  let ran = 0;
  class Trap {
    field = 1;
    toJSON() {
      ran++;
      return "lie";
    }
    get [Symbol.toStringTag]() {
      ran++;
      return "lie";
    }
  }
  const value = {
    trap: new Trap(),
    get boom() {
      ran++;
      throw new Error("boom");
    },
    proxy: new Proxy({}, {
      ownKeys() {
        throw new Error("trapped");
      },
    }),
  };
  assertEquals(show(value), {
    trap: { $class: "Trap", field: 1 },
    boom: { $getter: true },
    proxy: { $unreadable: true },
  });
  assertEquals(ran, 0);
});

Deno.test("toJson() takes __proto__ and constructor for fields like any other", () => {
  const value = JSON.parse('{"__proto__": {"admin": true}, "constructor": {"prototype": 1}}');
  assertEquals(JSON.stringify(show(value)), '{"__proto__":{"admin":true},"constructor":{"prototype":1}}');
  assertEquals(({} as { admin?: boolean }).admin, undefined);
});

Deno.test("toJson() is bounded in depth, items, text and in all", () => {
  assertEquals(show({ a: { b: { c: 1 } } }, { maxDepth: 2 }), { a: { b: { $omitted: "too deep" } } });
  assertEquals(show([1, 2, 3, 4], { maxItems: 2 }), [1, 2, { $omitted: 2 }]);
  assertEquals(show({ a: 1, b: 2, c: 3 }, { maxItems: 1 }), { a: 1, $omitted: 2 });
  assertEquals(show(new Set([1, 2, 3]), { maxItems: 1 }), { $set: [1, { $omitted: 2 }] });
  assertEquals(show("x".repeat(30), { maxText: 10 }), "xxxxxxxxxx… (30 characters)");
  const wide = Array.from({ length: 100 }, () => Array.from({ length: 100 }, () => ({ text: "x".repeat(100_000) })));
  const size = JSON.stringify(show(wide)).length;
  assert(size < 12_000_000, `${size}`);
  assert(JSON.stringify(show(wide, { maxValues: 50, maxText: 20 })).length < 10_000);
});

Deno.test("toJson() of a hundred megabytes is quick and small", () => {
  const huge = { blob: new Uint8Array(100_000_000), text: "x".repeat(100_000_000), nothing: new Array(1e9) };
  const { text, blob, nothing } = show(huge) as { text: string; blob: unknown; nothing: unknown[] };
  assertEquals([blob, text.length < 2100, nothing.length], [{ $bytes: 100_000_000 }, true, 101]);
});

Deno.test("toJson() hides secrets in nested lists, maps and errors", () => {
  const value = {
    users: [{ name: "ada", password: "p" }, new Map([["api_key", "k"], ["note", "Bearer abcdef123"]])],
    failure: new Error("cannot connect to redis://u:hunter2@host"),
    token: { nested: "gone as well" },
  };
  assertEquals(show(value), {
    users: [{ name: "ada", password: "[redacted]" }, { $map: [["api_key", "[redacted]"], ["note", "[redacted]"]] }],
    failure: { $error: { name: "Error", message: "cannot connect to redis://u:[redacted]@host" } },
    token: "[redacted]",
  });
});
