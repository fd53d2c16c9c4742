import { assert, assertEquals, assertThrows } from "@std/assert";
import { SeededRandom } from "@superlearner/otp";
import { type Option, pct, pos } from "@superlearner/otp/simulation";
import { Guide, type GuideOptions, steerBy } from "./_guide.ts";

let lastId = 0;

function options(...places: string[]): Option[] {
  return places.map((place) => ({ id: ++lastId, place, pid: undefined, form: "cast", kind: "x", from: "a" }));
}

function guide(more: Partial<GuideOptions> = {}): Guide {
  return new Guide({ fairAfter: 100, traces: false, now: () => 7, ...more });
}

const last: GuideOptions["steering"] = { choose: (given) => given.length - 1, pick: (count) => count - 1 };

Deno.test("Guide: turns and the test's own choices stand in one list, where there is a choice", () => {
  const made = guide({ steering: last });
  assertEquals([made.choose(options("a", "b")), made.pick(5), made.choose(options("a")), made.pick(1)], [1, 4, 0, 0]);
  assertEquals([made.choices, made.counts, [...made.picks], made.steps], [[1, 4], [2, 5], [1], 2]);
});

Deno.test("Guide: follows what is given, and is plain afterwards", () => {
  const made = guide({ given: [1, 2] });
  assertEquals([made.choose(options("a", "b")), made.pick(3), made.choose(options("a", "b"))], [1, 2, 0]);
  assertEquals(made.left, undefined);
});

Deno.test("Guide: a choice that is too large is taken as its remainder, and told where marks are compared", () => {
  const made = guide({ given: [7], marks: "", traces: true });
  assertEquals(made.choose(options("a", "b")), 1);
  assertEquals(made.left, { step: 1, choice: 1 });
});

Deno.test("Guide: says at which turn another process was chosen than was recorded", () => {
  const recorded = guide({ given: [1, 1], traces: true });
  const places = ["a", "b"];
  for (let n = 0; n < 2; n++) recorded.choose(options(...places));
  const same = guide({ given: [1, 1], marks: recorded.marks, traces: true });
  for (let n = 0; n < 2; n++) same.choose(options(...places));
  assertEquals(same.left, undefined);
  const other = guide({ given: [1, 1], marks: recorded.marks, traces: true });
  other.choose(options(...places));
  other.choose(options("c"));
  other.choose(options("a", "c"));
  assertEquals(other.left, { step: 3, choice: 2 });
});

Deno.test("Guide: fair from half of the turns at one moment on, until there is progress", () => {
  const made = guide({ steering: last, fairAfter: 2 });
  const chosen = () => made.choose(options("a", "b"));
  assertEquals([chosen(), chosen(), chosen()], [1, 1, 0]);
  made.progress();
  assertEquals(chosen(), 1);
  made.fair = true;
  assertEquals([chosen(), made.pick(4)], [0, 0]);
});

Deno.test("Guide: throws a failure at the next turn; over, it writes nothing down", () => {
  const made = guide({ steering: last });
  made.failure = { error: new RangeError("no") };
  assertThrows(() => made.choose(options("a")), RangeError, "no");
  made.over = true;
  assertEquals([made.choose(options("a", "b")), made.pick(3), made.choices], [0, 0, []]);
});

Deno.test("Guide: writes turns down with whom they answered", () => {
  const made = guide({ traces: true, given: [1] });
  const given = options("a", "b");
  made.choose(given);
  made.ran!(given[1]!, new Set(), { answered: new Set(["a"]), timed: false, drew: false });
  assertEquals(made.turns, [
    { place: "b", from: "a", form: "cast", kind: "x", choice: 1, options: 2, atMs: 7, answered: ["a"] },
  ]);
});

Deno.test("steerBy: the same chance, the same choices; only who looks is told what a turn did", () => {
  const chosen = () => {
    const steering = steerBy(pct({ depth: 2, steps: 5 }), new SeededRandom(3));
    return [steering.choose(options("a", "b", "c")), steering.pick(1000), steering.choose(options("a", "b"))];
  };
  assertEquals(chosen(), chosen());
  assertEquals(steerBy(pct(), new SeededRandom(1)).ran, undefined);
  assert(steerBy(pos(), new SeededRandom(1)).ran !== undefined);
});
