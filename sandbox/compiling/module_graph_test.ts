import { assertEquals } from "@std/assert";
import { importersOf, moduleGraph } from "./module_graph.ts";

const graph = (imports: Record<string, string[]>) => new Map(Object.entries(imports));

Deno.test("moduleGraph() puts what is imported before who imports it", () => {
  const imports = graph({ main: ["b", "a"], a: ["c"], b: ["c", "otp"], c: [] });
  assertEquals(moduleGraph(imports), { units: [["c"], ["a"], ["b"], ["main"]], cycles: [] });
});

Deno.test("moduleGraph() gives the same order however it was told", () => {
  const one = graph({ main: ["b", "a"], a: [], b: [], z: [] });
  const other = graph({ z: [], b: [], a: [], main: ["a", "b", "a"] });
  assertEquals(moduleGraph(one), moduleGraph(other));
});

Deno.test("case 16: a cycle of imports is a unit, and is told, not refused", () => {
  const imports = graph({ main: ["a"], a: ["b"], b: ["c", "d"], c: ["a"], d: [], self: ["self"] });
  assertEquals(moduleGraph(imports), {
    units: [["d"], ["a", "b", "c"], ["main"], ["self"]],
    cycles: [["a", "b", "c"], ["self"]],
  });
});

Deno.test("case 16: cycles that touch are one, cycles apart are two", () => {
  const touching = graph({ a: ["b"], b: ["a", "c"], c: ["b"] });
  assertEquals(moduleGraph(touching).cycles, [["a", "b", "c"]]);
  const apart = graph({ a: ["b"], b: ["a", "c"], c: ["d"], d: ["c"] });
  assertEquals(moduleGraph(apart).units, [["c", "d"], ["a", "b"]]);
});

Deno.test("moduleGraph() bears a chain as long as it likes", () => {
  const chain = new Map(Array.from({ length: 50_000 }, (_, n) => [`m${n}`, [`m${n + 1}`]]));
  assertEquals(moduleGraph(chain).units.length, 50_000);
});

Deno.test("importersOf() finds all that a change reaches, past cycles, and what is gone", () => {
  const imports = graph({ main: ["a"], a: ["b"], b: ["a"], other: ["c"], c: [] });
  assertEquals(importersOf(["b"], imports), ["a", "b", "main"]);
  assertEquals(importersOf(["c"], imports), ["c", "other"]);
  assertEquals(importersOf(["main"], imports), ["main"]);
  assertEquals(importersOf(["deleted"], graph({ main: ["deleted"] })), ["deleted", "main"]);
  assertEquals(importersOf([], imports), []);
});
