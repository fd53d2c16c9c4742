import { assert, assertEquals } from "@std/assert";
import { SeededRandom } from "@superlearner/otp";
import type { Fault } from "@superlearner/otp/simulation";
import { shrink, type Shrinkable } from "./shrink.ts";

const loss = (at: number): Fault => ({ kind: "loss", scope: "messages", at });

/** A failing run with many choices and faults, of which few matter. */
function noisy(length: number, faults: number): Shrinkable {
  const random = new SeededRandom(5);
  return {
    choices: Array.from({ length }, () => 1 + Math.floor(random.next() * 9)),
    faults: Array.from({ length: faults }, (_, at) => loss(at + 1)),
  };
}

const when = (test: (run: Shrinkable) => boolean) => (run: Shrinkable) => Promise.resolve(test(run) ? run : undefined);

Deno.test("case 26: two faults and one pre-emption among 300 choices are what is left", async () => {
  const has = ({ faults }: Shrinkable, at: number) => faults.some((fault) => fault.at === at);
  const { choices, faults, tried, minimal } = await shrink(noisy(300, 20), {
    fails: when((run) => (run.choices[217] ?? 0) > 0 && has(run, 4) && has(run, 17)),
  });
  assertEquals(choices, [...Array(217).fill(0), 1]);
  assertEquals([faults, minimal], [[loss(4), loss(17)], true]);
  assert(tried < 200, `${tried}`);
});

Deno.test("shrink: what fails anyway becomes the plain run", async () => {
  const { choices, faults } = await shrink(noisy(100, 10), { fails: when(() => true) });
  assertEquals([choices, faults], [[], []]);
});

Deno.test("shrink: a number that must be large becomes as small as it may be", async () => {
  const { choices } = await shrink({ choices: [0, 900], faults: [] }, {
    fails: when((r) => (r.choices[1] ?? 0) >= 37),
  });
  assertEquals(choices, [0, 37]);
});

Deno.test("shrink: two that only go together go together", async () => {
  const both = ({ choices: [one = 0, other = 0, third = 0] }: Shrinkable) => third > 0 && (one > 0) === (other > 0);
  const { choices } = await shrink({ choices: [3, 4, 5], faults: [] }, { fails: when(both) });
  assertEquals(choices, [0, 0, 1]);
});

Deno.test("shrink: a fault that must delay does so as little as it may", async () => {
  const late: Fault = { kind: "delay", scope: "messages", at: 1, ms: 1000 };
  const { faults } = await shrink({ choices: [], faults: [late] }, {
    fails: when((run) => (run.faults[0]?.ms ?? 0) >= 100),
  });
  assert(faults[0]!.ms! >= 100 && faults[0]!.ms! < 200, `${faults[0]!.ms}`);
});

Deno.test("shrink: takes what really ran where that is smaller", async () => {
  const fails = ({ choices, faults }: Shrinkable) => Promise.resolve({ choices: choices.slice(0, 2), faults });
  assertEquals((await shrink(noisy(50, 0), { fails })).choices.length <= 2, true);
});

Deno.test("shrink: stops at its limit and says that it may not be the smallest", async () => {
  const only = ({ choices }: Shrinkable) => choices.length > 90;
  const { tried, minimal, choices } = await shrink(noisy(100, 0), { fails: when(only), limit: 7 });
  assertEquals([tried, minimal, choices.length > 90], [7, false, true]);
  assertEquals((await shrink(noisy(3, 0), { fails: when(() => true), limit: 0 })).minimal, false);
});
