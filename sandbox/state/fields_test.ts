import { assertEquals, assertNotStrictEquals } from "@std/assert";
import { type Field, FIELD_TYPES, type Fields, problemsOf, problemsOfValue, withDefaults } from "./fields.ts";

Deno.test("problemsOfValue(): each type takes its values and no others", () => {
  const values: Record<string, unknown> = {
    string: "x",
    number: 1.5,
    integer: 7,
    boolean: false,
    bigint: 7n,
    date: new Date(0),
    bytes: new Uint8Array(1),
    map: new Map(),
    set: new Set(),
    array: [],
    object: {},
  };
  const more: Record<string, string[]> = { number: ["integer"] };
  for (const type of FIELD_TYPES) {
    for (const [name, value] of Object.entries(values)) {
      const fits = type === "any" || type === name || more[type]?.includes(name) === true;
      assertEquals([type, name, problemsOfValue(value, { type }).length], [type, name, fits ? 0 : 1]);
    }
  }
});

Deno.test("problemsOfValue(): numbers that are no number of things, dates that are none, null where it may be", () => {
  const rule = (value: unknown, field: Field) => problemsOfValue(value, field)[0]?.rule;
  assertEquals(rule(1.5, { type: "integer" }), "is a whole number");
  assertEquals(rule(new Date(NaN), { type: "date" }), "is a date");
  assertEquals(rule(null, { type: "string" }), "is a text");
  assertEquals(rule(null, { type: "string", nullable: true }), undefined);
  assertEquals(rule(7, { type: "string", nullable: true }), "is a text or null");
});

Deno.test("problemsOf() looks into objects, arrays, maps and sets, and says where", () => {
  const fields: Fields = {
    items: { type: "array", items: { type: "object", fields: { name: { type: "string" } } } },
    by: { type: "map", items: { type: "number" } },
    tags: { type: "set", items: { type: "string" } },
  };
  const state = { items: [{ name: "a" }, { name: 7, more: 1 }], by: new Map([["x", "y"]]), tags: new Set([1]) };
  assertEquals(problemsOf(state, fields), [
    { path: "items[1].name", rule: "is a text" },
    { path: "items[1].more", rule: "is a field that there is" },
    { path: "by[x]", rule: "is a number" },
    { path: "tags[0]", rule: "is a text" },
  ]);
});

Deno.test("problemsOf() misses what must be there, and refuses what is no field", () => {
  const fields: Fields = {
    a: { type: "string" },
    b: { type: "string", required: false },
    c: { type: "string", default: "" },
    d: { type: "string", default: "", required: true },
  };
  assertEquals(problemsOf({ toString: 1 }, fields), [
    { path: "a", rule: "is there" },
    { path: "d", rule: "is there" },
    { path: "toString", rule: "is a field that there is" },
  ]);
  for (const state of [null, [], 7]) assertEquals(problemsOf(state, fields), [{ path: "", rule: "is an object" }]);
});

Deno.test("withDefaults() gives each state its own copy, objects in it too", () => {
  const list: string[] = [];
  const fields: Fields = {
    list: { type: "array", default: list },
    inner: { type: "object", fields: { n: { type: "number", default: 1 } } },
  };
  const state = { inner: {} };
  const full = withDefaults(state, fields) as { list: string[] };
  assertEquals(full, { list: [], inner: { n: 1 } } as unknown as { list: string[] });
  assertNotStrictEquals(full.list, list);
  assertEquals(state, { inner: {} });
  assertEquals(withDefaults(7, fields), 7);
});
