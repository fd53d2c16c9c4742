import { assert, assertEquals } from "@std/assert";
import { SeededRandom } from "../mod.ts";
import { DemandWindow } from "./_window.ts";

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

Deno.test("DemandWindow: events are handled in batches of max - min, and asked for again below min", () => {
  const window = new DemandWindow({ max: 10, min: 5 });
  assertEquals(window.split(numbers(10)), [
    { events: [0, 1, 2, 3, 4], ask: 5 },
    { events: [5, 6, 7, 8, 9], ask: 5 },
  ]);
  assertEquals(window.split(numbers(2)), [{ events: [0, 1], ask: 0 }]);
  assertEquals(window.split(numbers(3)), [{ events: [0, 1, 2], ask: 5 }]);
});

Deno.test("DemandWindow: max 1, min 0 is one event at a time", () => {
  const window = new DemandWindow({ max: 1, min: 0 });
  for (let i = 0; i < 3; i++) assertEquals(window.split([i]), [{ events: [i], ask: 1 }]);
});

Deno.test("DemandWindow: what nobody asked for is handled, and not asked for again", () => {
  const window = new DemandWindow({ max: 4, min: 2 });
  const asks = window.split(numbers(9)).map(({ ask }) => ask);
  assertEquals(asks, [2, 2, 2, 2, 2].map((ask, i) => i < 4 ? ask : asks[4]!));
  assert(asks.every((ask) => ask <= 4));
});

Deno.test("DemandWindow: whatever comes in whatever pieces, no more than max is outstanding, and never nothing", () => {
  for (let seed = 0; seed < 100; seed++) {
    const random = new SeededRandom(seed);
    const max = 1 + Math.floor(random.next() * 20);
    const min = Math.floor(random.next() * max);
    const window = new DemandWindow({ max, min });
    let outstanding = max;
    for (let i = 0; i < 50; i++) {
      const sent = 1 + Math.floor(random.next() * outstanding);
      let inHand = sent;
      outstanding -= sent;
      for (const { events, ask } of window.split(numbers(sent))) {
        assert(events.length <= max - min);
        inHand -= events.length;
        outstanding += ask;
        assert(outstanding + inHand <= max, `seed ${seed}`);
      }
      assert(outstanding > min, `seed ${seed}: ${outstanding} of ${max}`);
    }
  }
});
