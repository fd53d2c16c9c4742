import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { eventsOf } from "../testdata/world.ts";
import { Simulation } from "./simulation.ts";
import type { SimulationOptions } from "./simulation_options.ts";

/** What happens to some packets between two Systems, one every millisecond, and what is told of it. */
async function packets(options: SimulationOptions) {
  await using simulation = new Simulation({ name: "a", ...options });
  const other = simulation.addSystem("b");
  const [here, there] = [simulation.system, other].map((system) => eventsOf(system, "fault.injected"));
  const fates: (readonly number[])[] = [];
  for (let n = 0; n < 60; n++) {
    fates.push(simulation.fate("a", "b"), simulation.fate("b", "a"));
    await simulation.advance(1);
  }
  return { fates, here: here!.length, there: there!.length, line: simulation.line };
}

Deno.test("Injector.fate() says after how many milliseconds each copy of a packet arrives, and tells who was to get it", async () => {
  assertEquals((await packets({})).fates, Array(120).fill([0]));
  const faults = { network: { loss: 0.1, duplicate: 0.1, delay: { meanMs: 3, rate: 0.5 } } };
  const first = await packets({ faults });
  assert(first.fates.some((fate) => fate.length === 0) && first.fates.some((fate) => fate.length === 2));
  assert(first.here > 10 && first.there > 10 && first.fates.every((fate) => fate.every((ms) => ms >= 0)));
  assertEquals(await packets({ replay: first.line }), first);
});

Deno.test("Injector.fate(): a partition lasts until it heals, and its line is short", async () => {
  const cut = { fromMs: 10, toMs: 40, side: ["a"] };
  const both = await packets({ faults: { network: { cuts: [cut] } } });
  assertEquals(both.fates.map((fate) => fate.length), [
    ...Array(20).fill(1),
    ...Array(60).fill(0),
    ...Array(40).fill(1),
  ]);
  assertEquals(both.line, "otp1:seed=0:by=random:faults=21-80P");
  assertEquals((await packets({ replay: both.line })).fates, both.fates);
  const oneWay = await packets({ faults: { network: { cuts: [{ ...cut, oneWay: true }] } } });
  assertEquals([oneWay.fates[20], oneWay.fates[21], oneWay.here, oneWay.there], [[], [0], 0, 30]);
});

Deno.test("Injector refuses faults that are none", () => {
  for (const faults of [{ crash: { rate: 2 } }, { messages: { lost: 1 } }, { fire: {} }]) {
    assertThrows(() => new Simulation({ faults: faults as never }), ArgumentError, "Cannot describe faults: ");
  }
});

Deno.test("Injector: switching one kind of fault off changes nothing about the others", async () => {
  const run = async (faults: SimulationOptions["faults"] & object) => {
    const { line } = await packets({ seed: 8, faults });
    return line.split("faults=")[1]!.split(",").filter((each) => each.includes("L"));
  };
  const network = { loss: 0.2 };
  const alone = await run({ network });
  assert(alone.length > 5);
  const clock = { rate: 0.5, backward: { meanMs: 5 } };
  assertEquals(
    await run({ network: { ...network, duplicate: 0.5, reorder: { rate: 0.5, withinMs: 3 } }, clock }),
    alone,
  );
});
