import { ArgumentError, System } from "@superlearner/otp";
import { assertEquals, assertRejects } from "@std/assert";
import { addResultSink, type TestResult } from "../results/result.ts";
import { assertMemoryStable, MemoryGrowthError } from "./memory_stable.ts";
import { Keeper } from "./testdata/servers.ts";

Deno.test("assertMemoryStable: what is let go of again is no growth, nor is one round that is different", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  let round = 0;
  const { samples, growthBytes } = await assertMemoryStable(keeper, async () => {
    await keeper.call("keep", 50_000);
    await keeper.call("swap", ++round === 8 ? 50_000 : 1000);
  });
  assertEquals([samples.length, growthBytes], [9, 0]);
});

Deno.test("assertMemoryStable: what is on its way is waited for", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  const { growthBytes } = await assertMemoryStable(system, () => {
    for (let each = 0; each < 100; each++) keeper.cast("note", "x".repeat(100));
  });
  assertEquals(growthBytes, 0);
});

Deno.test("assertMemoryStable: growth fails it, with all samples", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  const error = await assertRejects(
    () => assertMemoryStable(keeper, () => keeper.call("keep", 960), { rounds: 3 }),
    MemoryGrowthError,
  );
  const [first] = error.report.samples;
  assertEquals(
    error.message,
    "max_growth_bytes exceeded (actual: 2000 bytes)\n" +
      "  1024 bytes are allowed, from the median of the first 1 rounds to that of the last\n" +
      `  after each round: ${first} bytes, ${first! + 1000} bytes, ${first! + 2000} bytes`,
  );
});

Deno.test("assertMemoryStable: growth at its bound is none, and processes that are left behind are growth", async () => {
  await using system = new System();
  const keeper = await system.start(Keeper);
  await assertMemoryStable(keeper, () => keeper.call("keep", 960), { rounds: 3, maxGrowthBytes: 2000 });
  await assertRejects(
    () => assertMemoryStable(keeper, () => keeper.call("keep", 960), { rounds: 3, maxGrowthBytes: 1999 }),
    MemoryGrowthError,
  );
  await assertRejects(() => assertMemoryStable(system, () => system.start(Keeper)), MemoryGrowthError);
});

Deno.test("assertMemoryStable: refuses wrong options, and its result is published", async () => {
  await using system = new System();
  const rule = async (options: object) =>
    (await assertRejects(() => assertMemoryStable(system, () => {}, options), ArgumentError)).rule;
  assertEquals(await rule({ maxGrowthByte: 1 }), "there is no option of that name (did you mean maxGrowthBytes)");
  assertEquals(await rule({ maxGrowthBytes: NaN }), "maxGrowthBytes is a finite number from 0 up");
  assertEquals(await rule({ rounds: 2 }), "rounds is a whole number from 3 up");
  const results: TestResult[] = [];
  using _sink = addResultSink((result) => results.push(result));
  await assertMemoryStable(system, () => {}, { test: "basket" });
  assertEquals(results.map(({ kind, test, name, passed }) => [kind, test, name, passed]), [
    ["performance", "basket", "memory", true],
  ]);
});
