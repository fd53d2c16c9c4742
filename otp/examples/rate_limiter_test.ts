import { assert, assertEquals } from "@std/assert";
import { limiterTree, take, tryTake } from "./rate_limiter.ts";
import { crash, underSeeds } from "./testdata/seeds.ts";

Deno.test("rate limiter: gives a burst, then one token at a time, in the order of those who wait", async () => {
  await underSeeds(async ({ system, settle, advance }) => {
    await system.start(limiterTree({ burst: 3, everyMs: 100 }));
    assertEquals(await tryTake(system), false); // empty at first
    await advance(10_000);
    const got: [number, number][] = [];
    const began = system.now();
    for (let i = 0; i < 6; i++) {
      void take(system).then(() => got.push([i, system.now() - began]));
      await settle();
    }
    assertEquals(await tryTake(system), false); // others were first
    await advance(1000);
    assertEquals(got, [[0, 0], [1, 0], [2, 0], [3, 100], [4, 200], [5, 300]]);
    assertEquals([await tryTake(system), await tryTake(system), await tryTake(system), await tryTake(system)], [
      true,
      true,
      true,
      false,
    ]);
  }, 10);
});

Deno.test("rate limiter: never gives more than the burst and the rate, also when it crashes again and again", async () => {
  await underSeeds(async ({ system, random, settle, advance }) => {
    const [burst, everyMs] = [5, 10];
    await system.start(limiterTree({ burst, everyMs }));
    const times: number[] = [];
    let waiting = 0;
    for (let i = 0; i < 40; i++) {
      if (random.next() < 0.6) {
        waiting++;
        void take(system).then(() => (waiting--, times.push(system.now())));
      }
      if (i % 13 === 12) crash(system, system.whereis("limiter"));
      await settle();
      await advance(random.next() * 15);
    }
    await advance(1000);
    assertEquals(waiting, 0); // whoever waited when it crashed waits at the next one
    for (const [i, from] of times.entries()) {
      for (const [j, to] of times.entries()) {
        if (j >= i) assert(j - i + 1 <= burst + (to - from) / everyMs + 1e-6, `${j - i + 1} in ${to - from} ms`);
      }
    }
  });
});
