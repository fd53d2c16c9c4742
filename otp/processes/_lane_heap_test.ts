import { assert, assertEquals } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { Lane, LaneHeap } from "./_lane_heap.ts";
import type { TimerEntry } from "./timers.ts";

const ignore = () => {};

function entry(atMs: number, order: number): TimerEntry {
  return { atMs, order, before: null, after: null, expire: ignore };
}

function lane(atMs: number, order: number): Lane {
  const made = new Lane(atMs);
  made.first = made.last = entry(atMs, order);
  [made.dueMs, made.dueOrder] = [atMs, order];
  return made;
}

Deno.test("LaneHeap gives lanes by time, those of one moment by order, whatever order they came in", () => {
  for (let seed = 0; seed < 50; seed++) {
    const random = new SeededRandom(seed);
    const heap = new LaneHeap();
    const lanes = Array.from({ length: 40 }, (_, order) => lane(Math.floor(random.next() * 10), order));
    for (const each of lanes) heap.push(each);
    const sorted = lanes.toSorted((one, other) => one.dueMs - other.dueMs || one.dueOrder - other.dueOrder);
    const dropped: Lane[] = [];
    for (const expected of sorted) {
      const soonest = heap.soonest((each) => dropped.push(each));
      assertEquals([soonest?.dueMs, soonest?.dueOrder], [expected.dueMs, expected.dueOrder]);
      soonest!.first = null; // it ran empty
    }
    assertEquals(heap.soonest((each) => dropped.push(each)), undefined);
    assertEquals(dropped.map(({ dueOrder }) => dueOrder), sorted.map(({ dueOrder }) => dueOrder));
  }
});

Deno.test("LaneHeap lets a lane sink whose first entry is another than it was", () => {
  const heap = new LaneHeap();
  const [a, b] = [lane(1, 1), lane(5, 2)];
  heap.push(a);
  heap.push(b);
  a.first = entry(9, 3);
  assertEquals(heap.soonest(ignore), b);
  b.first = null;
  assertEquals(heap.soonest(ignore), a);
  assertEquals([a.dueMs, a.dueOrder], [9, 3]);
});

Deno.test("LaneHeap.clear() forgets all", () => {
  const heap = new LaneHeap();
  heap.push(lane(1, 1));
  heap.clear();
  assert(heap.soonest(ignore) === undefined);
});
