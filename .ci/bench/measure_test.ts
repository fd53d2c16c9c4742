import { assertEquals, assertThrows } from "@std/assert";
import { judge, measure, median } from "./measure.ts";
import type { BenchRow } from "./types.ts";

const row = (rest: Partial<BenchRow>): BenchRow => ({ name: "a/b", unit: "calls/s", ours: () => 1, ...rest });

Deno.test("median() takes the middle, whatever the order", () => {
  assertEquals(median([3, 1, 2]), 2);
  assertEquals(median([4, 1, 3, 2]), 2.5);
  assertThrows(() => median([]), RangeError, "Cannot take a median");
});

Deno.test("measure() warms up once, then alternates for five rounds at least", async () => {
  const order: string[] = [];
  const note = (who: string, figure: number) => () => {
    order.push(who);
    return figure;
  };
  const result = await measure(row({ rounds: 1, ours: note("ours", 6), peer: { name: "p", run: note("peer", 4) } }));
  assertEquals(order, Array.from({ length: 6 }, () => ["ours", "peer"]).flat());
  assertEquals([result.ours, result.peer, result.ratio], [6, 4, 1.5]);
});

Deno.test("measure() leaves the warm-up out of the median", async () => {
  const figures = [1000, 1, 2, 3, 4, 5];
  assertEquals((await measure(row({ ours: () => figures.shift()! }))).ours, 3);
});

Deno.test("measure() warms up as often as the row says", async () => {
  const figures = [1000, 2000, 3000, 1, 2, 3, 4, 5];
  assertEquals((await measure(row({ warmUps: 3, ours: () => figures.shift()! }))).ours, 3);
});

Deno.test("measure() reports a peer that cannot be installed, and why", async () => {
  const run = () => {
    throw new Error("Never run");
  };
  const refused = await measure(row({ goal: 1, peer: { name: "p", install: () => Promise.resolve(false), run } }));
  assertEquals(refused, {
    name: "a/b",
    unit: "calls/s",
    ours: 1,
    peer: null,
    peerName: "p",
    ratio: null,
    goal: 1,
    met: null,
    note: "not run: p cannot be installed here",
  });
  const broken = await measure(row({ peer: { name: "p", install: () => Promise.reject(new Error("No root")), run } }));
  assertEquals(broken.note, "not run: No root");
});

Deno.test("judge() holds the ratio against the goal, or the figure itself when the row says so", () => {
  assertEquals(judge(row({ goal: 0.5 }), { ours: 1, ratio: 0.5 }), true);
  assertEquals(judge(row({ goal: 0.5 }), { ours: 1, ratio: 0.4 }), false);
  assertEquals(judge(row({ goal: 0.5, lowerIsBetter: true }), { ours: 1, ratio: 0.6 }), false);
  assertEquals(judge(row({ goal: 0.5 }), { ours: 1, ratio: null }), null);
  assertEquals(judge(row({}), { ours: 1, ratio: 2 }), null);
  assertEquals(judge(row({ goal: 2, goalIs: "absolute" }), { ours: 1, ratio: 9 }), false);
  assertEquals(judge(row({ goal: 2, goalIs: "absolute", lowerIsBetter: true }), { ours: 1, ratio: null }), true);
});
