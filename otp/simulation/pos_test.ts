import { assert, assertEquals } from "@std/assert";
import { pos } from "./pos.ts";
import { randomWalk } from "./random_walk.ts";
import type { StrategyPlan } from "./strategy.ts";
import { hits, NOTHING, orderOf, turns } from "./testdata/threads.ts";

const RUNS = 4000;

Deno.test("pos() finds what waits for many turns of another, where a random walk does not", () => {
  // a must send to x after all ten turns of b that nobody else has to do with: 1 in 11, against 1 in 1024.
  const options = { threads: { a: turns(1, "x"), b: turns(10) }, runs: RUNS, shows: (o: string) => o.endsWith("a") };
  const [found, walked] = [hits(pos(), options), hits(randomWalk(), options)];
  assert(found > RUNS / 11 * 0.85 && found < RUNS / 11 * 1.15, `${found}`);
  assert(found > 20 * walked, `${found} ${walked}`);
});

Deno.test("pos() draws again what races with the turn that ran, and leaves alone what does not", () => {
  // Two rounds each, so that the second is known by the first. Only those who send to one mailbox race.
  const draws = (reach: string) => {
    let drawn = 0;
    const strategy = pos().begin({ next: () => (drawn++, 0.5) });
    const option = (id: number, place: string) => ({
      id,
      place,
      pid: undefined,
      form: undefined,
      kind: "",
      from: undefined,
    });
    const options = [option(1, "a"), option(2, "b")];
    const run = (id: number, reached: string) => {
      strategy.choose(options);
      const at = options.findIndex((each) => each.id === id);
      const [ran] = options.splice(at, 1);
      options.push(option(id + 2, ran!.place));
      strategy.ran!(ran!, new Set([reached]), NOTHING);
    };
    run(1, "x");
    run(2, reach);
    strategy.choose(options);
    drawn = 0;
    run(3, "x");
    strategy.choose(options);
    return drawn;
  };
  assertEquals([draws("x"), draws("y")], [2, 1]); // the other and the new one, or the new one alone
});

Deno.test("pos() samples the orders of racing turns more evenly than a random walk", () => {
  // Where the one turn of a falls among five of b, all to one mailbox: six orders.
  const least = (plan: StrategyPlan) => {
    const counts = new Map<number, number>();
    for (let seed = 0; seed < RUNS; seed++) {
      const at = orderOf(plan, { a: turns(1, "x"), b: turns(5, "x") }, seed).indexOf("a");
      counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    assertEquals(counts.size, 6);
    return Math.min(...counts.values());
  };
  assert(least(pos()) >= least(randomWalk()), `${least(pos())} ${least(randomWalk())}`);
});

Deno.test("pos(): a turn that reaches nobody changes nothing", () => {
  const draws: number[] = [];
  const strategy = pos().begin({ next: () => draws.push(0) / 10 });
  const option = (id: number) => ({ id, place: `${id}`, pid: undefined, form: undefined, kind: "", from: undefined });
  const options = [option(1), option(2), option(3)];
  assertEquals(strategy.choose(options), 2);
  strategy.ran!(options.pop()!, new Set(), NOTHING);
  assertEquals([strategy.choose(options), draws.length], [1, 3]);
});
