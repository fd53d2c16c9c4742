import { assertEquals } from "@std/assert";
import { readGuest } from "./read_guest.ts";

Deno.test("readGuest() takes what has the form of its kind", () => {
  const good = [["loaded"], ["line", "log", "x"], ["up", null], ["up", "<0.3.0>"], ["done", 1, { a: 1 }], [
    "usage",
    0,
    5,
    7,
  ]];
  for (const each of good) assertEquals(readGuest(each) === each as never, true);
});

Deno.test("readGuest() refuses all else", () => {
  const bad = [null, {}, [], ["x"], ["toString"], ["loaded", 1], ["line", "log"], ["line", 1, "x"], [
    "up",
    "<other.3.0>",
  ], ["up", "x"]];
  bad.push(["done", -1, 0], ["full"], ["full", -1], ["done", 1.5, 0], ["done", "1", 0], ["usage", NaN, 0, 0], [
    "over",
    "heapMb",
    -1,
  ], [
    "threw",
    1,
    "a",
  ]);
  for (const each of bad) assertEquals(readGuest(each), undefined, JSON.stringify(each));
});
