import { assertEquals, assertMatch } from "@std/assert";
import { formatBytes, formatCount, formatSpan, formatTime } from "./format.ts";

Deno.test("formatBytes - in the unit that reads best", () => {
  const cases: [number, string][] = [[0, "0 B"], [999, "999 B"], [3400, "3.4 kB"], [12_000_000, "12 MB"], [
    5e12,
    "5000 GB",
  ]];
  for (const [bytes, text] of cases) assertEquals(formatBytes(bytes), text);
});

Deno.test("formatCount - as it is, then in thousands", () => {
  const cases: [number, string][] = [[0, "0"], [9999, "9999"], [12_345, "12k"], [2_500_000, "2.5M"]];
  for (const [count, text] of cases) assertEquals(formatCount(count), text);
});

Deno.test("formatSpan - from a part of a millisecond to days", () => {
  const cases: [number, string][] = [
    [0, "0 ms"],
    [0.214, "0.21 ms"],
    [3.25, "3.3 ms"],
    [14.4, "14 ms"],
    [3200, "3.2 s"],
    [42_000, "42 s"],
    [240_000, "4 min"],
    [7_500_000, "2 h 5 min"],
    [3 * 86_400_000, "3 days"],
  ];
  for (const [ms, text] of cases) assertEquals(formatSpan(ms), text);
});

Deno.test("formatTime - with milliseconds, in the reader's own time", () => {
  assertMatch(formatTime(1_795_456_643_214), /^\d\d:\d\d:\d\d\.214$/);
});
