import { assertEquals } from "@std/assert";
import type { SimContext } from "./sim_context.ts";
import { singleRun } from "./single_run.ts";

/** Fails unless three processes run in the order of their names. */
const body = async (sim: SimContext) => {
  const order: string[] = [];
  for (const name of ["a", "b", "c"]) sim.spawn(() => void order.push(name), { name });
  await sim.settle();
  if (order.join("") !== "abc") throw new RangeError(order.join(""));
};

Deno.test("singleRun: follows its choices, begins again at 0 where they are too high, and is plain after the last", async () => {
  const said = async (choices: number[]) => (await singleRun(body, { choices })).failure?.message;
  assertEquals(await said([]), undefined);
  assertEquals(await said([1]), "RangeError: bac");
  assertEquals(await said([2, 1]), "RangeError: cba");
  assertEquals(await said([5, 3]), "RangeError: cba"); // of three, then of two
});

Deno.test("singleRun: injects what it is told, and nothing else; tells turns and names", async () => {
  const plain = await singleRun(body, { choices: [] });
  assertEquals(plain.turns.map(({ choice }) => choice), [0, 0, 0]);
  assertEquals([...plain.names.values()].includes("b"), true);
  const faults = [{ kind: "crash", scope: "turns", at: 2 }] as const;
  const { failure, record } = await singleRun(body, { choices: [], faults });
  assertEquals([failure?.message, record.faults], ["RangeError: ac", [...faults]]);
});
