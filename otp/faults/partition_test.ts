import { assert, assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "../processes/errors.ts";
import { checkCut, checkPartition, isApart, isCut } from "./partition.ts";

const NODES = ["a", "b", "c", "d"];

/** Who reaches whom at a moment: `"ab"` for a to b. */
function apart(fault: Parameters<typeof isApart>[0], nowMs: number, seed = 1): string[] {
  return NODES.flatMap((from) =>
    NODES.filter((to) => to !== from && isApart(fault, { from, to }, { seed, nowMs })).map((to) => from + to)
  );
}

Deno.test("isApart() divides into two halves: both ways, and whoever is apart from one is apart from its friends", () => {
  let divided = 0;
  for (let stretch = 0; stretch < 200; stretch++) {
    const cut = new Set(apart({ rate: 1, everyMs: 100 }, stretch * 100));
    if (cut.size > 0) divided++;
    for (const x of NODES) {
      for (const y of NODES) {
        assertEquals(cut.has(x + y), cut.has(y + x));
        for (const z of NODES) assert(cut.has(x + y) || cut.has(x + z) === cut.has(y + z) || x === y);
      }
    }
  }
  assert(divided > 150 && divided < 200, `${divided}`); // one in eight falls on one side
});

Deno.test("isApart() one way: one half still reaches the other", () => {
  let seen = 0;
  for (let stretch = 0; stretch < 100; stretch++) {
    const cut = new Set(apart({ rate: 1, everyMs: 100, oneWay: true }, stretch * 100));
    seen += cut.size;
    for (const pair of cut) assert(!cut.has(pair[1]! + pair[0]));
  }
  assert(seen > 0);
});

Deno.test("isApart() holds for a part of the stretches, as long as it lasts, and then heals", () => {
  const fault = { rate: 0.25, everyMs: 100, lastsMs: 30 };
  let divided = 0;
  for (let stretch = 0; stretch < 1000; stretch++) {
    const at = (ms: number) => apart(fault, stretch * 100 + ms).join();
    assertEquals([at(0), at(30), at(99)], [at(29.5), "", ""]);
    if (at(0) !== "") divided++;
  }
  assert(divided > 170 && divided < 270, `${divided}`); // 0.25 * 7 / 8
  assertEquals(apart({ ...fault, rate: 0 }, 5), []);
});

Deno.test("isApart() is another for another seed", () => {
  const histories = [1, 2, 3].map((seed) =>
    JSON.stringify(Array.from({ length: 20 }, (_, n) => apart({ rate: 0.5, everyMs: 1 }, n, seed)))
  );
  assertEquals(new Set(histories).size, 3);
});

Deno.test("isCut() holds from its beginning until it heals, both ways or one", () => {
  const cut = { fromMs: 10, toMs: 20, side: ["a", "b"] };
  const at = (nowMs: number, from: string, to: string, oneWay = false) =>
    isCut({ ...cut, oneWay }, { from, to }, { nowMs });
  assertEquals([at(9, "a", "c"), at(10, "a", "c"), at(19, "c", "a"), at(20, "a", "c")], [false, true, true, false]);
  assertEquals([at(15, "a", "b"), at(15, "c", "d")], [false, false]);
  assertEquals([at(15, "a", "c", true), at(15, "c", "a", true)], [true, false]);
});

Deno.test("checkPartition() and checkCut() refuse what is none", () => {
  const refused: [() => void, string][] = [
    [() => checkPartition({ rate: 2, everyMs: 1 }), "partition.rate is a number from 0 to 1, got 2"],
    [() => checkPartition({ rate: 1, everyMs: 0 }), "partition.everyMs is above 0, got 0"],
    [() => checkPartition({ rate: 1, everyMs: 1, lastsMs: -1 }), "partition.lastsMs is a number of milliseconds"],
    [() => checkPartition({ rate: 1, everyMs: 1, last: 1 } as never), 'oneWay, got "last"'],
    [() => checkCut({ fromMs: 5, toMs: 4, side: [] }), "a cut ends after it begins, got 4"],
    [() => checkCut({ fromMs: NaN, toMs: 4, side: [] }), "cut.fromMs is a number of milliseconds"],
    [() => checkCut({ fromMs: 1, toMs: 4, side: "a" as never }), 'cut.side is a list of names, got "a"'],
    [() => checkCut({ fromMs: 1, toMs: 4, sides: [] } as never), 'got "sides"'],
  ];
  for (const [act, text] of refused) assertThrows(act, ArgumentError, text);
  checkPartition({ rate: 1, everyMs: 1, lastsMs: 0, oneWay: true });
  checkCut({ fromMs: 0, toMs: Infinity, side: ["a"] });
});
