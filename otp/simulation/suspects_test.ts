import { assert, assertEquals, assertMatch } from "@std/assert";
import { nextTask } from "../processes/next_task.ts";
import { watchSuspects } from "./suspects.ts";

/** What is found while something runs. */
async function foundIn(use: () => unknown, shifted = false): Promise<{ result: unknown; found: [string, string][] }> {
  const found: [string, string][] = [];
  using _watch = watchSuspects({ shifted, found: (source, where) => found.push([source, where]) });
  return { result: await use(), found };
}

Deno.test("watchSuspects() tells each use once, with the user's line", async () => {
  const { found } = await foundIn(() => {
    Date.now();
    new Date();
    Math.random();
    // deno-lint-ignore superlearner/test-sleep -- that it is used is the subject; nothing waits for it
    clearTimeout(setTimeout(() => {}, 0));
    // deno-lint-ignore superlearner/test-sleep -- the same
    clearInterval(setInterval(() => {}, 1000));
  });
  assertEquals(found.map(([source]) => source), ["Date.now", "new Date", "Math.random", "setTimeout", "setInterval"]);
  for (const [, where] of found) assertMatch(where, /suspects_test\.ts:\d+:\d+$/);
});

Deno.test("watchSuspects() changes nothing about what is used", async () => {
  const { result, found } = await foundIn(() => {
    const date = new Date(2020, 1, 2);
    return [
      date instanceof Date,
      date.getFullYear(),
      new Date(5).getTime(),
      Date.UTC(1970),
      Math.abs(Date.now() - new Date().getTime()) < 1000,
      typeof Date(),
      crypto.randomUUID().length,
      crypto.getRandomValues(new Uint8Array(4)).length,
      performance.now() > 0,
    ];
  });
  assertEquals(result, [true, 2020, 5, 0, true, "string", 36, 4, true]);
  assertEquals(found.length, 6);
});

Deno.test("watchSuspects() shows another time where it is shifted, and every part of a date differs", async () => {
  const [date, now] = [new Date(), performance.now()];
  const { result } = await foundIn(() => [new Date(), Date.now(), performance.now()], true);
  const [later, stamp, clock] = result as [Date, number, number];
  assert(stamp - date.getTime() > 90_000_000 && later.getTime() - stamp < 1000 && clock - now > 90_000_000);
  assert(later.getUTCDay() !== date.getUTCDay() && later.getUTCHours() !== date.getUTCHours());
});

Deno.test("watchSuspects(): the runtime itself may wait for the event loop", async () => {
  const { found } = await foundIn(nextTask);
  assertEquals(found, []);
  const used = await foundIn(() => new Promise<void>((resolve) => void setImmediate(resolve)));
  assertEquals(used.found.map(([source]) => source), ["setImmediate"]);
});

Deno.test("watchSuspects() leaves nothing behind when it is disposed of", async () => {
  const own = () =>
    [globalThis, Date, Math, performance, crypto].map((holder) =>
      JSON.stringify(
        Object.entries(Object.getOwnPropertyDescriptors(holder)).map(([name, { enumerable, value }]) => [
          name,
          enumerable,
          typeof value,
        ]),
      )
    );
  const before = own();
  await foundIn(() => {});
  assertEquals(own(), before);
  const { found } = await foundIn(() => {});
  Date.now();
  assertEquals(found, []);
});
