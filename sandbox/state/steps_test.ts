import { assertEquals } from "@std/assert";
import { stepsBetween } from "./steps.ts";

const steps = [
  { from: 1, to: 2 },
  { from: 2, to: 3 },
  { from: 1, to: 3 },
  { from: 3, to: 2 },
  { from: 2, to: 1 },
  { from: 4, to: 5 },
];

Deno.test("stepsBetween() takes the shortest way, up and down, and ends in a circle", () => {
  const way = (from: number, to: number) => stepsBetween(steps, { from, to })?.map((step) => `${step.from}>${step.to}`);
  assertEquals(way(1, 3), ["1>3"]);
  assertEquals(way(3, 1), ["3>2", "2>1"]);
  assertEquals(way(2, 2), []);
  assertEquals([way(1, 5), way(5, 4)], [undefined, undefined]);
});
