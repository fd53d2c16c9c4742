import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { System } from "../system.ts";
import { lastNumberOf, numberAfter } from "./numbering.ts";

Deno.test("numberAfter(): pids and references are higher from then on, and the living are found as before", async () => {
  await using system = new System();
  const stay = () => new Promise(() => {});
  assertEquals(lastNumberOf(system), 0);
  const first = system.spawn(stay);
  numberAfter(system, 5_000);
  numberAfter(system, 7); // never back
  const second = system.spawn(stay);
  assertEquals([first, second, lastNumberOf(system)], ["<0.1.0>", "<0.5001.0>", 5001]);
  assertEquals([system.isAlive(first), system.isAlive(second), [...system.pids()]], [true, true, [first, second]]);
  assertEquals(system.sendAfter(first, "x", { delayMs: 1 }), "#Ref<0.5001>");
  system.sendAfter(first, "x", { delayMs: 1 });
  assertEquals(lastNumberOf(system), 5002);
});

Deno.test("numberAfter(): who asks for a number that was passed over asks for the dead", async () => {
  await using system = new System();
  numberAfter(system, 100);
  const me = system.attach();
  const ref = me.monitor("<0.7.0>");
  assertEquals(await me.receive(), { type: "DOWN", ref, pid: "<0.7.0>", reason: "noproc" });
  assertEquals([system.isAlive("<0.7.0>"), system.hasExisted("<0.7.0>")], [false, true]);
});

Deno.test("numberAfter() refuses what is no number of a pid", async () => {
  await using system = new System();
  for (const wrong of [-1, 1.5, NaN, 1e15, "7", undefined]) {
    assertThrows(() => numberAfter(system, wrong as number), ArgumentError, "Cannot number processes");
  }
  assertThrows(() => lastNumberOf({} as System), ArgumentError);
});
