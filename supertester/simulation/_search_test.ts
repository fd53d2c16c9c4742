import { assertEquals, assertThrows } from "@std/assert";
import type { Option } from "@superlearner/otp/simulation";
import type { Steering } from "./_guide.ts";
import { RedundantRun, Search, SearchLost } from "./_search.ts";

/** Processes with so many turns each, and what each turn touches beside its own process. */
type Threads = Readonly<Record<string, readonly (readonly string[])[]>>;

const NOTHING = { answered: new Set<string>(), timed: false, drew: false };

function options(places: readonly string[]): Option[] {
  return places.map((place, id) => ({ id, place, pid: undefined, form: "cast", kind: "", from: undefined }));
}

/** Runs threads once; the order of their turns. */
function run(threads: Threads, steering: Steering): string {
  const done: Record<string, number> = {};
  let order = "";
  for (;;) {
    const enabled = Object.keys(threads).filter((place) => (done[place] ?? 0) < threads[place]!.length);
    if (enabled.length === 0) return order;
    const given = options(enabled);
    const option = given[steering.choose(given)]!;
    order += option.place;
    const turn = done[option.place] ?? 0;
    done[option.place] = turn + 1;
    steering.ran!(option, new Set(threads[option.place]![turn]), NOTHING);
  }
}

function searchAll(threads: Threads): string[] {
  const search = new Search({ timeMatters: false, everythingMatters: false });
  const orders: string[] = [];
  do {
    try {
      orders.push(run(threads, search.steering()));
    } catch (error) {
      if (!(error instanceof RedundantRun)) throw error;
    }
  } while (search.next());
  return orders;
}

Deno.test("Search: turns that touch nothing in common are tried in one order", () => {
  assertEquals(searchAll({ a: [[], []], b: [[], []], c: [[]] }).length, 1);
});

Deno.test("Search: turns that touch the same are tried in each order", () => {
  assertEquals(searchAll({ a: [["x"]], b: [["x"]] }).sort(), ["ab", "ba"]);
  assertEquals(searchAll({ a: [["x"]], b: [["x"]], c: [["x"]] }).length, 6);
});

Deno.test("Search: each way in which the turns that matter can go is tried once", () => {
  // Only the last turn of `a` and the first of `b` race: two ways, of six orders.
  assertEquals(searchAll({ a: [[], ["x"]], b: [["x"], []] }).length, 2);
  // Two pairs that race, each for itself: four ways, of twenty-four orders.
  assertEquals(searchAll({ a: [["x"]], b: [["x"]], c: [["y"]], d: [["y"]] }).length, 4);
});

Deno.test("Search: nothing races across a rest", () => {
  const search = new Search({ timeMatters: false, everythingMatters: false });
  const steering = search.steering();
  for (const place of ["a", "b"]) {
    const [option] = options([place]);
    steering.choose([option!]);
    steering.ran!(option!, new Set(["x"]), NOTHING);
    search.rested();
  }
  assertEquals([search.next(), search.open], [false, 0]);
});

Deno.test("Search: what the test chooses is tried in full", () => {
  const search = new Search({ timeMatters: false, everythingMatters: false });
  const seen: string[] = [];
  do {
    const steering = search.steering();
    seen.push(`${steering.pick(2)}${steering.pick(3)}`);
  } while (search.next());
  assertEquals(seen, ["00", "01", "02", "10", "11", "12"]);
});

Deno.test("Search: a run that is another than before although all was chosen the same way is told", () => {
  const search = new Search({ timeMatters: false, everythingMatters: false });
  run({ a: [["x"]], b: [["x"]] }, search.steering());
  assertEquals(search.next(), true);
  assertThrows(() => run({ a: [["x"]], c: [["x"]] }, search.steering()), SearchLost, "differs at step 1");
  assertThrows(() => search.steering().pick(2), SearchLost, "The choice of the test differs at step 1");
});
