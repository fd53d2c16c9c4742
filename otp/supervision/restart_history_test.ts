import { assert, assertEquals } from "@std/assert";
import { SeededRandom } from "../environment.ts";
import { RestartHistory } from "./restart_history.ts";

Deno.test("case 147: as many restarts as allowed within the window are allowed, the next is one too many", () => {
  const history = new RestartHistory();
  const exceeded = [0, 1000, 2000, 3000].map((now) => history.add(now, { maxRestarts: 3, maxSeconds: 5 }));
  assertEquals(exceeded, [false, false, false, true]);
});

Deno.test("case 148: an age up to the window counts, beyond it does not", () => {
  const after = (ms: number) => {
    const history = new RestartHistory();
    history.add(0, { maxRestarts: 1, maxSeconds: 5 });
    return history.add(ms, { maxRestarts: 1, maxSeconds: 5 });
  };
  assertEquals([4999, 5000, 6000, 6001].map(after), [true, true, false, false]);
});

Deno.test("case 149: with none allowed the first restart is one too many", () => {
  assertEquals(new RestartHistory().add(0, { maxRestarts: 0, maxSeconds: 5 }), true);
});

Deno.test("RestartHistory agrees with counting all restarts there ever were", () => {
  const random = new SeededRandom(7);
  for (let run = 0; run < 200; run++) {
    const intensity = { maxRestarts: Math.floor(random.next() * 50), maxSeconds: 1 + Math.floor(random.next() * 50) };
    const all: number[] = [];
    const history = new RestartHistory();
    let now = 0;
    for (let restart = 0; restart < 200; restart++) {
      now += Math.floor(random.next() * 3000);
      all.push(now);
      const exceeded = history.add(now, intensity);
      const recent = all.filter((at) => now - at <= intensity.maxSeconds * 1000);
      assertEquals(exceeded, recent.length > intensity.maxRestarts);
      assertEquals(history.recent(now, intensity.maxSeconds), recent.length);
    }
    assertEquals(history.recent(now + 100_000, 1), 0);
  }
});

Deno.test("RestartHistory: a million restarts, with as many in the window, are quick to add", () => {
  const history = new RestartHistory();
  const start = performance.now();
  for (let now = 0; now < 1_000_000; now++) assert(!history.add(now, { maxRestarts: 1_000_000, maxSeconds: 500 }));
  assertEquals(history.recent(999_999, 500), 500_001);
  assert(performance.now() - start < 5000); // 1,000 times that, if each looked at all
});
