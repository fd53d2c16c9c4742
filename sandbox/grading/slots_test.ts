import { assertEquals, assertRejects } from "@std/assert";
import { Slots } from "./slots.ts";

Deno.test("Slots: so many at a time, the others in the order in which they came", async () => {
  const slots = new Slots(2);
  const gates = Array.from({ length: 4 }, () => Promise.withResolvers<void>());
  const begun: number[] = [];
  const all = gates.map(({ promise }, at) => slots.within(() => (begun.push(at), promise)));
  await Promise.resolve();
  assertEquals(begun, [0, 1]);
  gates[1]!.resolve();
  await all[1];
  await Promise.resolve();
  assertEquals(begun, [0, 1, 2]);
  for (const { resolve } of gates) resolve();
  await Promise.all(all);
  assertEquals(begun, [0, 1, 2, 3]);
});

Deno.test("Slots: one that fails gives its place back", async () => {
  const slots = new Slots(1);
  await assertRejects(() => slots.within(() => Promise.reject(new Error("no"))), Error, "no");
  assertEquals(await slots.within(() => Promise.resolve(1)), 1);
});
