import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { chanceOf, checkKeys, checkMs, checkRate, checkSpread, drawMs, type Spread } from "./chance.ts";

const MANY = 20_000;

function draws(spread: Spread): number[] {
  const random = chanceOf(1, "draws");
  return Array.from({ length: MANY }, () => drawMs(spread, random));
}

Deno.test("chanceOf() gives the same numbers for the same names, and others for any other", () => {
  const first = (...names: [number, ...string[]]) => chanceOf(...names).next();
  assertEquals(first(1, "loss", "a>b"), first(1, "loss", "a>b"));
  const all = [first(1, "loss", "a>b"), first(2, "loss", "a>b"), first(1, "delay", "a>b"), first(1, "loss", "a>c")];
  for (let seed = 0; seed < 1000; seed++) all.push(first(seed + 10, "loss"));
  assertEquals(new Set(all).size, 1004);
});

Deno.test("chanceOf() gives the numbers that it gives on every machine", () => {
  const random = chanceOf(7, "loss", "é");
  assertEquals([random.next(), random.next()], [0.8391387306619436, 0.2277562979143113]);
});

Deno.test("drawMs() has the mean and the form that was asked for, in whole microseconds", () => {
  assertEquals(new Set(draws({ meanMs: 3, spread: "fixed" })), new Set([3]));
  const uniform = draws({ meanMs: 5, spread: "uniform" });
  assert(Math.min(...uniform) < 0.1 && Math.max(...uniform) > 9.9 && Math.max(...uniform) < 10);
  const exponential = draws({ meanMs: 10 });
  const mean = exponential.reduce((sum, each) => sum + each, 0) / MANY;
  assert(Math.abs(mean - 10) < 0.3, `${mean}`);
  for (const [above, part] of [[10, 0.3679], [20, 0.1353], [30, 0.0498]] as const) {
    const found = exponential.filter((each) => each > above).length / MANY;
    assert(Math.abs(found - part) < 0.012, `${above}: ${found}`);
  }
  assert(exponential.every((each) => each >= 0 && Math.round(each * 1000) / 1000 === each));
});

Deno.test("checkRate(), checkMs(), checkSpread() and checkKeys() name what is wrong", () => {
  for (const rate of [-0.1, 1.1, NaN, "1"]) {
    assertThrows(
      () => checkRate("loss", rate),
      ArgumentError,
      "Cannot describe faults: loss is a number from 0 to 1, got",
    );
  }
  for (const ms of [-1, Infinity, NaN, undefined]) {
    assertThrows(() => checkMs("lastsMs", ms), ArgumentError, "lastsMs is a number of milliseconds from 0 up, got ");
  }
  assertThrows(
    () => checkSpread("delay", { meanMs: 1, spread: "normal" as never }),
    ArgumentError,
    'delay.spread is "fixed", "uniform" or "exponential", got "normal"',
  );
  assertThrows(() => checkKeys("crash", { rat: 1 }, ["rate", "who"]), ArgumentError, 'crash has rate, who, got "rat"');
  checkRate("loss", 0);
  checkRate("loss", 1);
  checkMs("lastsMs", 0);
  checkSpread("delay", { meanMs: 0 });
  checkKeys("crash", { who: 1 }, ["rate", "who"]);
});
