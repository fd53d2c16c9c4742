import { assertEquals } from "@std/assert";
import type { Layers } from "../layers.ts";
import { check } from "./_check.ts";
import { importDirection, objection } from "./import_direction.ts";
import { place } from "./where.ts";

const layers: Layers = {
  base: {
    uses: [],
    folders: {
      events: [],
      low: ["clock.ts", "events", "high/contract.ts"],
      high: [".", "events", "low"],
      "clock.ts": [],
      ".": ["*"],
    },
    types: ["system.ts"],
    external: ["high"],
    builtin: ["low"],
  },
  top: { uses: ["base"], external: ["*"] },
};

const ask = (from: string, specifier: string, typeOnly = false) =>
  objection({ from: place(from), specifier, typeOnly }, layers);

const allowed: [from: string, specifier: string, typeOnly?: boolean][] = [
  ["base/low/a.ts", "./b.ts"],
  ["base/low/a.ts", "./_b.ts"],
  ["base/low/a.ts", "../events/event.ts"],
  ["base/low/a.ts", "../clock.ts"],
  ["base/low/a.ts", "../high/contract.ts"],
  ["base/low/a.ts", "../system.ts", true],
  ["base/low/deep/a.ts", "../b.ts"],
  ["base/low/a.ts", "node:fs"],
  ["base/high/a.ts", "npm:left-pad@1"],
  ["base/high/a.ts", "../system.ts"],
  ["base/mod.ts", "./high/a.ts"],
  ["base/system.ts", "./clock.ts"],
  ["base/low/a_test.ts", "../high/a.ts"],
  ["base/examples/a.ts", "@superlearner/base"],
  ["base/examples/testdata/a.ts", "@superlearner/base/low"],
  ["base/low/a_test.ts", "@std/assert"],
  ["base/low/a_test.ts", "../low/a_suite.ts"],
  ["base/low/a_bench.ts", "../../.ci/bench/types.ts"],
  ["top/a.ts", "@superlearner/base"],
  ["top/a.ts", "@superlearner/base/simulation"],
  ["top/any/a.ts", "../other/b.ts"],
  [".ci/lint/a.ts", "../layers.ts"],
  ["site/a.ts", "anything"],
];
for (const [from, specifier, typeOnly] of allowed) {
  Deno.test(`import-direction allows ${from} -> ${specifier}${typeOnly ? " (type)" : ""}`, () => {
    assertEquals(ask(from, specifier, typeOnly), undefined);
  });
}

const refused: [from: string, specifier: string, message: string, typeOnly?: boolean][] = [
  ["base/low/a.ts", "../high/a.ts", "base/low may import clock.ts, events, high/contract.ts, got high/a.ts"],
  ["base/low/a.ts", "../high/a.ts", "base/low may import clock.ts, events, high/contract.ts, got high/a.ts", true],
  ["base/low/a.ts", "../system.ts", "base/low may import clock.ts, events, high/contract.ts, got system.ts"],
  ["base/events/a.ts", "../low/a.ts", "base/events may import no other folder, got low/a.ts"],
  ["base/clock.ts", "./system.ts", "base/clock.ts may import no other folder, got system.ts"],
  ["base/new/a.ts", "../low/a.ts", "Every folder that imports another is in the table, missing base/new"],
  ["base/high/a.ts", "../low/_b.ts", "A _private file serves its own folder only, got base/low/_b.ts"],
  ["base/high/a_test.ts", "../low/_b.ts", "A _private file serves its own folder only, got base/low/_b.ts"],
  ["base/low/a.ts", "./a_test.ts", "What ships imports no tests, got base/low/a_test.ts"],
  ["base/low/a.ts", "./b_suite.ts", "What ships imports no tests, got base/low/b_suite.ts"],
  ["base/low/a.ts", "npm:left-pad@1", "base/low imports no packages of others, got npm:left-pad@1"],
  ["base/high/a.ts", "node:fs", "base/high imports no Node modules, got node:fs"],
  ["base/a.ts", "../top/a.ts", "A relative import stays in its package, got ../top/a.ts"],
  ["base/a.ts", "../.ci/bench/types.ts", "A relative import stays in its package, got ../.ci/bench/types.ts"],
  ["base/a.ts", "../../a.ts", "A relative import stays in its package, got ../../a.ts"],
  ["base/a_test.ts", "../top/a.ts", "A relative import stays in its package, got ../top/a.ts"],
  ["base/a.ts", "@superlearner/top", "base may import no other package, got top"],
  ["base/a.ts", "@superlearner/top", "base may import no other package, got top", true],
  ["base/a_test.ts", "@superlearner/top", "base may import no other package, got top"],
  ["base/a.ts", "@superlearner/base", "A package imports itself by relative paths, got @superlearner/base"],
];
for (const [from, specifier, message, typeOnly] of refused) {
  Deno.test(`import-direction refuses ${from} -> ${specifier}${typeOnly ? " (type)" : ""}`, () => {
    assertEquals(ask(from, specifier, typeOnly), message);
  });
}

Deno.test("import-direction reports at the import", () => {
  const source = 'import { a } from "../high/a.ts";\nexport type B = typeof a;';
  assertEquals(check(importDirection(layers), { path: "base/events/a.ts", source }), [
    "base/events may import no other folder, got high/a.ts",
  ]);
});
