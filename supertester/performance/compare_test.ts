import { ArgumentError, SeededRandom } from "@superlearner/otp";
import { VirtualClock } from "@superlearner/otp/simulation";
import { assertEquals, assertGreater, assertLess, assertRejects } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { durations } from "../statistics/testdata/noise.ts";
import { compare, type Comparison } from "./compare.ts";

/** Functions that take about so many milliseconds each, with the noise of a machine. */
function noisy<Name extends string>(centres: Record<Name, number>, seed: number) {
  const clock = new VirtualClock();
  const random = new SeededRandom(seed);
  const functions = Object.fromEntries(
    Object.entries<number>(centres).map(([name, centre]) => [
      name,
      () => clock.jump(durations(random, { count: 1, centre, spread: 0.1 })[0]!),
    ]),
  ) as Record<Name, () => void>;
  return { functions, options: { clock } };
}

Deno.test("compare: a clear difference is found, with its size", async () => {
  const { functions, options } = noisy({ old: 100, fresh: 80, worse: 130 }, 1);
  const { baseline, differences, measurements } = await compare(functions, options);
  assertEquals(baseline, "old");
  assertEquals(differences.map(({ name, verdict }) => [name, verdict]), [["fresh", "faster"], ["worse", "slower"]]);
  const [fresh] = differences;
  assertLess(fresh!.interval.low, fresh!.medianMs);
  assertLess(fresh!.medianMs, fresh!.interval.high);
  assertLess(Math.abs(fresh!.medianMs + 20), 8);
  assertLess(Math.abs(fresh!.ratio - 0.8), 0.08);
  assertEquals(fresh!.interval.level, 0.975); // two are compared
  assertEquals([measurements.old.timeMs.count, measurements.old.warmup], [30, 5]);
});

Deno.test("compare: of functions that are alike a difference is claimed about once in twenty times", async () => {
  let claimed = 0;
  for (let seed = 0; seed < 200; seed++) {
    const { functions, options } = noisy({ one: 100, other: 100 }, seed);
    const { differences } = await compare(functions, options);
    if (differences[0]!.verdict !== "no_difference") claimed++;
  }
  assertGreater(claimed, 0);
  assertLess(claimed, 24); // 10 expected, and a percentile bootstrap of 30 is a little too sure
});

Deno.test("compare: a machine that gets slower meanwhile befalls all alike", async () => {
  const clock = new VirtualClock();
  let calls = 0;
  const same = () => clock.jump(10 + calls++);
  const { differences } = await compare({ one: same, other: same }, { clock });
  assertEquals(differences[0]!.verdict, "no_difference");
});

Deno.test("compare: what takes no time differs in nothing", async () => {
  const { differences } = await compare({ one: () => {}, other: () => {} }, { clock: new VirtualClock() });
  const [{ medianMs, ratio, verdict }] = differences as [typeof differences[0] & object];
  assertEquals([medianMs, ratio, verdict], [0, NaN, "no_difference"]);
});

Deno.test("compare: each round runs all of them once, in changing order, and waits for each", async () => {
  const order: string[] = [];
  const clock = new VirtualClock();
  const run = (name: string) => async () => {
    await Promise.resolve();
    order.push(name);
  };
  await compare({ a: run("a"), b: run("b") }, { clock, runs: 20, warmup: 0 });
  const rounds = Array.from({ length: 20 }, (_, round) => order.slice(2 * round, 2 * round + 2).join(""));
  assertEquals([...new Set(rounds)].toSorted(), ["ab", "ba"]);
});

Deno.test("compare: the names are known to the compiler", () => {
  const take = () => compare({ a: () => {}, b: () => {} });
  assertType<IsExact<Awaited<ReturnType<typeof take>>, Comparison<"a" | "b">>>(true);
});

Deno.test("compare: refuses what cannot be compared", async () => {
  const rule = async (functions: unknown, options: unknown = {}) =>
    (await assertRejects(() => compare(functions as Record<string, () => void>, options as object), ArgumentError))
      .rule;
  for (const wrong of [{}, { a: () => {} }, null, 5]) {
    assertEquals(await rule(wrong), "there are two functions at least, by their names");
  }
  assertEquals(await rule({ a: () => {}, b: 5 }), "what is run is a function");
  const two = { a: () => {}, b: () => {} };
  assertEquals(await rule(two, { runs: 9 }), "runs is a whole number from 10 up");
  assertEquals(await rule(two, { run: 9 }), "there is no option of that name (did you mean runs)");
});
