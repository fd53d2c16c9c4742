import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { assertType, type IsExact } from "@std/testing/types";
import { ArgumentError, GenServer, type ServerRef } from "@superlearner/otp";
import { explore } from "./explore.ts";
import type { SimContext } from "./sim_context.ts";

const Counter = GenServer.define({
  name: "Counter",
  init: (start: number = 0) => start,
  calls: { value: (count) => [count, count] },
  casts: { add: (count, n: number) => count + n },
});

/** Runs a test once, and throws what it throws. */
async function once(body: (sim: SimContext) => unknown): Promise<void> {
  const { found } = await explore(body, { runs: 1 });
  if (found !== undefined) throw found.failure.error ?? new Error(found.failure.message);
}

Deno.test("SimContext: starts, spawns, attaches, settles, and lets time pass", () =>
  once(async (sim) => {
    const counter = await sim.start(Counter, { args: [40] });
    assertType<IsExact<Awaited<ReturnType<typeof counter.call<"value">>>, number>>(true);
    assert(counter as ServerRef<unknown, never> !== undefined);
    counter.cast("add", 2);
    await sim.settle();
    assertEquals([await counter.call("value"), sim.now()], [42, 0]);
    const me = sim.attach({ name: "me" });
    sim.spawn((self) => void self.sendAfter("me", "hello", { delayMs: 100 }));
    await sim.advance(99);
    assertEquals([me.mailboxLength, sim.now()], [0, 99]);
    assertEquals([await me.receive(), sim.now()], ["hello", 100]);
  }));

Deno.test("SimContext.choose: one of so many, or of these; refuses what cannot be chosen from", () =>
  once((sim) => {
    assertEquals([sim.choose(1), sim.choose(["x"])], [0, "x"]);
    assertType<IsExact<ReturnType<typeof chooseWord>, string>>(true);
    for (const count of [0, -1, 1.5, NaN]) assertThrows(() => sim.choose(count), ArgumentError, "Cannot choose");
    assertThrows(() => sim.choose([]), ArgumentError, "1 or more, got 0");
  }));

const chooseWord = (sim: SimContext) => sim.choose(["a", "b"]);

Deno.test("SimContext.random: numbers of the run's own, at least 0 and below 1", async () => {
  const seen = new Set<number>();
  await explore((sim) => {
    const number = sim.random.next();
    assert(number >= 0 && number < 1);
    seen.add(number);
  }, { runs: 50, strategy: "random" });
  assert(seen.size > 40, `${seen.size}`);
});

Deno.test("SimContext: conditions are functions", async () => {
  for (const add of ["always", "eventually", "final"] as const) {
    await assertRejects(
      () => once((sim) => sim[add]("x", 5 as unknown as () => void)),
      ArgumentError,
      "it is a function, got 5",
    );
  }
});

Deno.test("SimContext.final: may ask processes, one after the other, and is named", async () => {
  const body = (least: number) => async (sim: SimContext) => {
    const counter = await sim.start(Counter);
    counter.cast("add", 3);
    sim.final("enough", async () => await counter.call("value") >= least);
    sim.final(async () => assertEquals(await counter.call("value"), 3));
  };
  await once(body(3));
  await assertRejects(() => once(body(4)), Error, 'final "enough" does not hold: the check gave false');
});

Deno.test("SimContext.node: refuses a name that no System has", () =>
  once((sim) => void assertThrows(() => sim.node("x"), ArgumentError, "Cannot find a node")));
