import { assertEquals } from "@std/assert";
import { portfolioOf } from "./portfolio.ts";

Deno.test("portfolioOf: of each hundred runs 1 FIFO, 34 PCT, 33 POS, 32 random", () => {
  for (const first of [0, 300]) {
    const names = Array.from({ length: 100 }, (_, n) => portfolioOf(first + n, { steps: 40, depth: 3 }).name);
    const counts = Object.fromEntries(
      ["fifo", "pct", "pos", "random"].map((kind) => [kind, names.filter((name) => name.startsWith(kind)).length]),
    );
    assertEquals(counts, { fifo: 1, pct: 34, pos: 33, random: 32 });
    assertEquals(names[0], "fifo");
  }
});

Deno.test("portfolioOf: PCT has every depth as often, and the turns that were measured", () => {
  const names = Array.from({ length: 100 }, (_, n) => portfolioOf(n, { steps: 77, depth: 3 }).name);
  const depths = [1, 2, 3].map((depth) => names.filter((name) => name === `pct-${depth}-77`).length);
  assertEquals(depths.every((count) => count >= 11) && depths.reduce((sum, each) => sum + each) === 34, true);
  assertEquals(portfolioOf(1, { steps: 0, depth: 1 }).name, "pct-1-1");
});
