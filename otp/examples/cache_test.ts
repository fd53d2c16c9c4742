import { assertEquals, assertRejects } from "@std/assert";
import { listProcesses } from "@superlearner/otp";
import { cacheTree, get, size } from "./cache.ts";
import { crash, pick, underSeeds, watch } from "./testdata/seeds.ts";

Deno.test("cache: a value is loaded once for all who ask, and again when its time is over", async () => {
  await underSeeds(async ({ system, advance }) => {
    let loads = 0;
    await system.start(cacheTree({ ttlMs: 1000, maxEntries: 10, load: (key) => `${key}${++loads}` }));
    assertEquals(await Promise.all([get(system, "a"), get(system, "a"), get(system, "a")]), ["a1", "a1", "a1"]);
    await advance(999);
    assertEquals(await get(system, "a"), "a1");
    await advance(1);
    assertEquals([await size(system), await get(system, "a")], [0, "a2"]);
    await advance(500);
    assertEquals(await size(system), 1);
  }, 10);
});

Deno.test("cache: no more is kept than it may, and what was loaded first goes", async () => {
  await underSeeds(async ({ system }) => {
    let loads = 0;
    await system.start(cacheTree({ ttlMs: 1000, maxEntries: 2, load: () => ++loads }));
    for (const key of ["a", "b", "c"]) await get(system, key);
    assertEquals([await size(system), await get(system, "c"), await get(system, "b"), await get(system, "a")], [
      2,
      3,
      2,
      4,
    ]);
  }, 5);
});

Deno.test("cache: a load that crashes fails those who wait for it, and is not kept", async () => {
  await underSeeds(async ({ system }) => {
    let loads = 0;
    const load = (key: string) => {
      if (++loads === 1) throw new Error("not yet");
      return key;
    };
    await system.start(cacheTree({ ttlMs: 1000, maxEntries: 2, load }));
    await Promise.all([1, 2].map(() => assertRejects(() => get(system, "a"), Error, "Cannot load a")));
    assertEquals([await size(system), await get(system, "a")], [0, "a"]);
  }, 10);
});

Deno.test("cache: loaders and the cache itself may die at any moment, and every asker gets an answer", async () => {
  await underSeeds(async ({ system, random, settle, advance }) => {
    const load = (key: string) =>
      new Promise((resolve) => system.clock.setAlarm(system.now() + 10 * random.next(), () => resolve(key)));
    await system.start(cacheTree({ ttlMs: 20, maxEntries: 3, load }));
    const asked = Array.from({ length: 30 }, () => [] as ReturnType<typeof watch>[]);
    for (const [i, fates] of asked.entries()) {
      const key = pick(random, ["a", "b", "c", "d"])!;
      fates.push(watch(get(system, key).then((value) => assertEquals(value, key))));
      if (i % 4 === 3) {
        crash(
          system,
          pick(random, listProcesses(system).filter((each) => each.behaviour === "spawn"))?.pid,
        );
      }
      if (i % 15 === 14) crash(system, system.whereis("cache"));
      await settle();
      await advance(5 * random.next());
    }
    await advance(1000);
    const fates = asked.flat();
    assertEquals(fates.filter((fate) => !("value" in fate) && !("error" in fate)).length, 0);
    const last = watch(get(system, "a"));
    await advance(10);
    assertEquals([last.value, fates.some((fate) => "value" in fate)], ["a", true]);
  });
});
