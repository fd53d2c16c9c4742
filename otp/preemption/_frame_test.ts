import { assert, assertEquals, assertThrows } from "@std/assert";
import { isWatched, runInFrame } from "./_frame.ts";

function spin(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

Deno.test("runInFrame() lets code come to its end, and says so", () => {
  let watched = false;
  assertEquals(runInFrame(() => watched = isWatched(), { limitMs: 500, spareMs: 500 }), true);
  assertEquals([watched, isWatched()], [true, false]);
});

Deno.test("runInFrame() stops what does not, past every `catch` and `finally`, and loses no promise", async () => {
  let went = "";
  const pending = Promise.resolve().then(() => went += " then");
  const ended = runInFrame(() => {
    try {
      spin(Infinity);
    } catch {
      went = "catch";
    } finally {
      went = "finally";
    }
  }, { limitMs: 10, spareMs: 20 });
  assertEquals([ended, isWatched(), went], [false, false, ""]);
  await pending;
  assertEquals(went, " then");
});

Deno.test("runInFrame() is left in order by what the code throws", () => {
  assertThrows(() => runInFrame(() => JSON.parse("{"), { limitMs: 500, spareMs: 500 }), SyntaxError);
  assertEquals(isWatched(), false);
});

Deno.test("runInFrame() never lets a stop strike after the code that comes back at the last moment", async () => {
  const limit = { limitMs: 5, spareMs: 25 };
  const outcomes = new Set<boolean>();
  for (let step = -24; step <= 8; step++) {
    outcomes.add(runInFrame(() => spin(30 + step / 4), limit));
    for (let calls = 0; calls < 1000; calls++) Math.sign(calls); // where a stop would strike
    await Promise.resolve();
  }
  assert(outcomes.has(true) && outcomes.has(false), "both come back and stopped ones were among them");
});
