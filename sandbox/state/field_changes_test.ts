import { assertEquals } from "@std/assert";
import { fieldChanges } from "./field_changes.ts";

Deno.test("fieldChanges() finds what was added, removed and changed", () => {
  const from = { a: { type: "string" }, b: { type: "number" }, c: { type: "string" } } as const;
  const to = { a: { type: "string" }, b: { type: "string", nullable: true }, d: { type: "any" } } as const;
  assertEquals(fieldChanges(from, to), {
    added: ["d"],
    removed: ["c"],
    changed: [{ path: "b", from: "number", to: "string or null" }],
  });
  assertEquals(fieldChanges(to, to), { added: [], removed: [], changed: [] });
});

Deno.test("fieldChanges() looks into objects and what arrays hold", () => {
  const from = { items: { type: "array", items: { type: "object", fields: { n: { type: "number" } } } } } as const;
  const to = {
    items: {
      type: "array",
      items: { type: "object", fields: { n: { type: "number", default: 0 }, m: { type: "any" } } },
    },
  } as const;
  assertEquals(fieldChanges(from, to), {
    added: ["items[].m"],
    removed: [],
    changed: [{ path: "items[].n", from: "number", to: "number, may be missing" }],
  });
});
