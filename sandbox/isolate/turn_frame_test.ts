import { assertEquals, assertThrows } from "@std/assert";
import { runTurn, runTurns } from "./turn_frame.ts";

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

const TURNS = { limitMs: 50, spareMs: 20, windowMs: 20 };
const LONG = { limitMs: 30_000, spareMs: 20, windowMs: 20 };

function spend(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

Deno.test("runTurns: none begins when the window is closed; one that is given all the same has another", () => {
  const lefts: number[] = [];
  const next = (leftMs: number) => {
    lefts.push(leftMs);
    return [() => spend(501), () => {}][lefts.length - 1];
  };
  assertEquals(runTurns(next, { ...LONG, windowMs: 500 }), true);
  assertEquals([lefts.length, lefts[0], lefts[1], lefts[2]! > 0], [3, 500, 0, true]);
});

Deno.test("runTurns: a turn that does not end is stopped, though others went before; one that throws is the last", () => {
  let turns = 0;
  const spin = () => {
    for (;;);
  };
  assertEquals(runTurns(() => ++turns < 4 ? () => {} : spin, TURNS), false);
  assertEquals(turns, 4);
  const fail = () => {
    throw new RangeError("no");
  };
  assertThrows(() => runTurns(() => ++turns < 8 ? () => {} : fail, LONG), RangeError);
  assertEquals(turns, 8);
  assertThrows(() => runTurns(fail, LONG), RangeError);
});

Deno.test("runTurns: the stop while nothing runs is no turn's fault", () => {
  assertEquals(runTurns(() => void spend(75), TURNS), true);
});
