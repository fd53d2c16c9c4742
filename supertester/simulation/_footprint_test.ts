import { assertEquals } from "@std/assert";
import { causesOf, classKey, dependent, EVERYTHING, footprintOf, type Happening } from "./_footprint.ts";

const NOTHING = { answered: new Set<string>(), timed: false, drew: false };
const more = { effects: NOTHING, everything: false, timeMatters: false };
const of = (...places: string[]) => ({ places: new Set(places), everything: false });
const at = (place: string, ...places: string[]): Happening => ({ place, footprint: of(place, ...places) });

Deno.test("footprintOf: whose turn, whom it reached and answered; timers where time matters; chance concerns all", () => {
  assertEquals(footprintOf("a", new Set(["b"]), more), of("b", "a"));
  const effects = { answered: new Set(["c", "xoutside", "outside"]), timed: true, drew: false };
  assertEquals(footprintOf("a", new Set(), { ...more, effects }), of("a", "c", "outside"));
  assertEquals(footprintOf("a", new Set(), { ...more, effects, timeMatters: true }), of("a", "c", "outside", "timers"));
  assertEquals(footprintOf("a", new Set(), { ...more, effects: { ...NOTHING, drew: true } }).everything, true);
});

Deno.test("dependent: where they touch the same, or one may touch all", () => {
  assertEquals(dependent(of("a", "b"), of("b", "c")), true);
  assertEquals(dependent(of("a", "b"), of("c")), false);
  assertEquals(dependent(EVERYTHING, of("c")), true);
});

Deno.test("causesOf: the nearest, and through them all", () => {
  const { direct, all } = causesOf([at("a", "b"), at("c"), at("b", "d"), at("d", "c")]);
  assertEquals(direct, [[], [], [0], [2, 1]]);
  assertEquals(all.map((each) => [...each].sort()), [[], [], [0], [0, 1, 2]]);
});

Deno.test("classKey: the same where only what has nothing to do with each other changed places", () => {
  const [a, b, c] = [at("a", "x"), at("b"), at("c", "x")];
  assertEquals(classKey([a, b, c]), classKey([b, a, c]));
  assertEquals(classKey([a, b, c]) === classKey([c, b, a]), false);
  assertEquals(classKey([a]) === classKey([{ ...a, picks: "=1" }]), false);
});
