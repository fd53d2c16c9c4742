import { assertEquals, assertThrows } from "@std/assert";
import { runTurn } from "./turn_frame.ts";

const LIMIT = { limitMs: 20, spareMs: 10 };

Deno.test("runTurn: code that ends in time, that throws, and that does not end", () => {
  let ran = 0;
  assertEquals(runTurn(() => void ran++, LIMIT), true);
  assertThrows(() =>
    runTurn(() => {
      throw new RangeError("no");
    }, LIMIT), RangeError);
  assertEquals(
    runTurn(() => {
      for (;;);
    }, LIMIT),
    false,
  );
  assertEquals([ran, runTurn(() => void ran++, LIMIT), ran], [1, true, 2]);
});

Deno.test("runTurn: code that ends after its time counts as stopped, and the stop hits nothing else", async () => {
  for (let round = 0; round < 20; round++) {
    const end = performance.now() + 20 + round % 12;
    const ended = runTurn(() => {
      while (performance.now() < end);
    }, LIMIT);
    if (round % 12 > 0) assertEquals(ended, false);
    await new Promise(setImmediate);
  }
});
