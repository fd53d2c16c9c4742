import { assertEquals, assertStringIncludes } from "@std/assert";
import { GenServer, sys } from "@superlearner/otp";
import { explore } from "./explore.ts";
import type { SimContext } from "./sim_context.ts";

const Till = GenServer.define({
  name: "Till",
  init: () => 0,
  calls: { value: (value) => [value, value] },
  casts: { add: (value, amount: number) => value + amount },
});

/** What an invariant of a till that goes 1, 2, 3 comes to. */
async function outcome(invariant: (value: number, sim: SimContext) => unknown) {
  const { found } = await explore(async (sim) => {
    const till = await sim.start(Till, { name: "till" });
    sim.always("small", () => invariant(sys.getState(sim.system, "till") as number, sim));
    for (const _ of [1, 2, 3]) till.cast("add", 1);
    await sim.settle();
  }, { runs: 3 });
  return found && [found.failure.kind, found.failure.message];
}

Deno.test("case 25: an invariant holds by true and by nothing", async () => {
  assertEquals(await outcome(() => true), undefined);
  assertEquals(await outcome(() => undefined), undefined);
  assertEquals(await outcome(async () => await Promise.resolve(true)), undefined);
});

Deno.test("case 25: false, null, 0 and a text break it", async () => {
  for (const value of [false, null, 0, "yes"]) {
    assertEquals(await outcome((till) => till < 2 ? true : value), [
      "invariant",
      `invariant "small" does not hold: the check gave ${value}`,
    ]);
  }
});

Deno.test("case 25: an invariant that throws or rejects is broken, and says by what", async () => {
  const broken = (till: number) => {
    if (till === 2) throw new RangeError("too much");
  };
  assertEquals(await outcome(broken), ["invariant", 'invariant "small": RangeError: too much']);
  // deno-lint-ignore require-await -- it is to reject
  assertEquals(await outcome(async (till) => broken(till)), ["invariant", 'invariant "small": RangeError: too much']);
});

Deno.test("case 25: an invariant that never resolves is told by its name, also where it asks a process", async () => {
  for (
    const waits of [
      () => new Promise(() => {}),
      (_: number, sim: SimContext) => Till.at(sim.system, "till").call("value"),
    ]
  ) {
    const [kind, message] = (await outcome(waits))!;
    assertEquals(kind, "invariant");
    assertStringIncludes(message!, 'invariant "small" was not settled between two turns: it must look');
  }
});

Deno.test("SimContext.always: is looked at after every turn from the next on, and not only in the end", async () => {
  const seen: unknown[] = [];
  await explore(async (sim) => {
    const till = await sim.start(Till, { name: "till" });
    sim.always(() => void seen.push(sys.getState(sim.system, "till")));
    for (const _ of [1, 2]) till.cast("add", 1);
    await sim.settle();
    seen.push("settled");
  }, { runs: 1, strategy: "fifo", seed: 1 });
  assertEquals(seen.slice(0, seen.indexOf("settled")), [1, 2]);
});

Deno.test("invariantCheck: the first that breaks is the one that is told", async () => {
  const { found } = await explore((sim) => {
    sim.always("first", () => false);
    sim.always("second", () => false);
  }, { runs: 1 });
  assertEquals(found?.failure.message, 'invariant "first" does not hold: the check gave false');
});
