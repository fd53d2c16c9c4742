import { assertEquals } from "@std/assert";
import { exhaustWithin } from "./_bounded.ts";
import type { SimulatedBody } from "./sim_context.ts";
import { settle } from "./simulated_options.ts";

/** Which choices are tried within a bound, in order. */
async function tried(body: SimulatedBody, bound: number, most = Infinity) {
  const seen: string[] = [];
  const result = await exhaustWithin(bound, {
    body,
    settings: settle({ strategy: "exhaustive" }),
    limits: { more: (runs) => runs < most, ran: ({ record }) => void seen.push(record.choices.join("")) },
  });
  return { seen, result };
}

const three: SimulatedBody = (sim) => {
  for (let n = 0; n < 3; n++) sim.spawn(() => {});
};

Deno.test("exhaustWithin: every run once, those with fewer turns out of order first", async () => {
  const { seen, result } = await tried(three, Infinity);
  assertEquals(seen.map((each) => each.replaceAll("0", "").length), [0, 1, 1, 1, 2, 2]);
  assertEquals([new Set(seen).size, result.complete, result.schedules], [6, true, 6]);
  assertEquals((await tried(three, 1)).seen.length, 4);
});

Deno.test("exhaustWithin: what the test chooses costs nothing", async () => {
  const { seen } = await tried((sim) => [sim.choose(3), sim.choose(2)], 0);
  assertEquals(seen.sort(), ["", "01", "1", "11", "2", "21"]);
});

Deno.test("exhaustWithin: stopped, it knows of so many more at least", async () => {
  const { result } = await tried(three, Infinity, 2);
  assertEquals([result.complete, result.schedules, result.atLeast], [false, 2, 4]);
});

Deno.test("exhaustWithin: stops at the first that fails", async () => {
  const { result, seen } = await tried((sim) => {
    if (sim.choose(4) === 2) throw new RangeError("two");
  }, 0);
  assertEquals([result.failed?.failure?.message, seen.at(-1)], ["RangeError: two", "2"]);
});
