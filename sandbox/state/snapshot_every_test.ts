import { assertEquals, assertThrows } from "@std/assert";
import { ArgumentError } from "@superlearner/otp";
import { handClock } from "../audit/testdata/logs.ts";
import type { StateHolder } from "./exported_state.ts";
import { snapshotEvery, type SnapshotEveryOptions } from "./snapshot_every.ts";
import { Snapshots } from "./snapshots.ts";

Deno.test("snapshotEvery() saves again and again, one at a time, also after one that failed", async () => {
  const dir = await Deno.makeTempDir();
  try {
    const clock = handClock();
    const snapshots = new Snapshots(dir);
    let answer = Promise.withResolvers<unknown>();
    let asked = Promise.withResolvers<void>();
    const holder: StateHolder = {
      name: "shop",
      stateNames: () => Promise.resolve(["cart"]),
      getState: () => (asked.resolve(), answer.promise),
      replaceState: () => Promise.resolve(),
    };
    const failed = Promise.withResolvers<unknown>();
    const every = snapshotEvery(holder, { snapshots, everyMs: 100, version: 1, clock, onError: failed.resolve });
    clock.move(100);
    await asked.promise;
    clock.move(1_000); // the first is under way
    answer.reject(new Error("It is dead"));
    assertEquals(
      (await failed.promise as Error).message,
      "Cannot export the state: the state of cart is not to be had: It is dead",
    );
    answer = Promise.withResolvers();
    asked = Promise.withResolvers();
    clock.move(100);
    await asked.promise;
    answer.resolve(7);
    await every[Symbol.asyncDispose]();
    assertEquals((await snapshots.latest("shop")).state.states, { cart: 7 });
    clock.move(1_000);
    assertEquals((await snapshots.list("shop")).length, 1);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
});

Deno.test("snapshotEvery() goes on after an onError that throws, and what it threw is printed", async () => {
  const clock = handClock();
  const printed: unknown[][] = [];
  const { error } = console;
  console.error = (...words: unknown[]) => void printed.push(words);
  try {
    const holder = {
      name: "shop",
      stateNames: () => Promise.reject(new Error("It is dead")),
    } as unknown as StateHolder;
    let failed = Promise.withResolvers<void>();
    const onError = () => {
      failed.resolve();
      throw "a mistake";
    };
    const snapshots = { save: () => Promise.reject(new Error("nothing is saved")) };
    await using _ = snapshotEvery(holder, { snapshots, everyMs: 100, version: 1, clock, onError });
    for (let time = 0; time < 2; time++) {
      clock.move(100);
      await failed.promise;
      failed = Promise.withResolvers();
    }
  } finally {
    console.error = error;
  }
  const told = ["The callback onError of snapshotEvery() threw:", "a mistake"];
  assertEquals(printed, [told, told]);
});

Deno.test("snapshotEvery() checks its time", () => {
  for (const everyMs of [0, 1.5, Infinity]) {
    const options = { everyMs } as unknown as SnapshotEveryOptions;
    const { message } = assertThrows(() => snapshotEvery({} as StateHolder, options), ArgumentError);
    assertEquals(message, `Cannot save snapshots: everyMs is a whole number from 1 up, got ${everyMs}`);
  }
});
