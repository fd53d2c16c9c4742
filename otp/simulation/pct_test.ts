import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { pct } from "./pct.ts";
import { randomWalk } from "./random_walk.ts";
import { hits, orderOf, turns } from "./testdata/threads.ts";

const RUNS = 4000;

/** What the theorem promises: one in `n * k ** (d - 1)`, and so in so many runs at least this often, nearly always. */
function promised(n: number, k: number, depth: number): number {
  const mean = RUNS / (n * k ** (depth - 1));
  return Math.floor(mean - 3 * Math.sqrt(mean));
}

Deno.test("pct() with depth 1 lets one run until it is done, each as likely to be the last", () => {
  const threads = { a: turns(5), b: turns(5), c: turns(5) };
  for (let seed = 0; seed < 100; seed++) {
    assert(/^(a{5}|b{5}|c{5}){3}$/.test(orderOf(pct({ depth: 1 }), threads, seed).join("")));
  }
  const last = hits(pct({ depth: 1 }), { threads, runs: RUNS, shows: (order) => order.endsWith("c") });
  assert(last >= promised(3, 15, 1), `${last}`);
});

Deno.test("pct() finds a bug of depth 2 at least as often as the theorem says", () => {
  // b must come exactly after the ninth of twenty turns of a: two orderings.
  const threads = { a: turns(20), b: turns(1) };
  const shows = (order: string) => order.startsWith("aaaaaaaaab");
  const found = hits(pct({ depth: 2, steps: 21 }), { threads, runs: RUNS, shows });
  assert(found >= promised(2, 21, 2), `${found}`);
  assertEquals(hits(pct({ depth: 1, steps: 21 }), { threads, runs: RUNS, shows }), 0);
  assert(found > 3 * hits(randomWalk(), { threads, runs: RUNS, shows })); // one in a thousand
});

Deno.test("pct() finds a bug of depth 3 at least as often as the theorem says", () => {
  // a stops in the middle for b, and b in the middle for what is left of a.
  const threads = { a: turns(8), b: turns(8) };
  const shows = (order: string) => /^a{4}b{4}a/.test(order);
  const found = hits(pct({ depth: 3, steps: 16 }), { threads, runs: RUNS, shows });
  assert(found >= promised(2, 16, 3), `${found}`);
  assertEquals(hits(pct({ depth: 2, steps: 16 }), { threads, runs: RUNS, shows }), 0);
});

Deno.test("pct() counts turns where there is nothing to choose, and lowers who runs alone", () => {
  const plan = pct({ depth: 2, steps: 1 }); // the change comes at the first turn
  const strategy = plan.begin({ next: () => 0.5 });
  const option = (place: string) => ({ id: 1, place, pid: undefined, form: undefined, kind: "", from: undefined });
  assertEquals([strategy.choose([option("a")]), strategy.choose([option("a"), option("b")])], [0, 1]);
});

Deno.test("pct(): two changes at one turn both count", () => {
  const strategy = pct({ depth: 3, steps: 1 }).begin({ next: () => 0.5 });
  const options = ["a", "b", "c"].map((place) => ({
    id: 1,
    place,
    pid: undefined,
    form: undefined,
    kind: "",
    from: undefined,
  }));
  assertEquals(strategy.choose(options), 2);
});

Deno.test("pct() says its parameters in its name, and refuses what is none", () => {
  assertEquals([pct().name, pct({ depth: 2, steps: 7 }).name], ["pct-3-100", "pct-2-7"]);
  for (const options of [{ depth: 0 }, { depth: 1.5 }, { depth: NaN }, { steps: -1 }, { steps: "5" as never }]) {
    const [[name, value]] = Object.entries(options) as [[string, unknown]];
    const shown = typeof value === "string" ? '"5"' : value;
    assertThrows(
      () => pct(options),
      ArgumentError,
      `Cannot make a PCT strategy: ${name} is a whole number from 1 up, got ${shown}`,
    );
  }
});
