import { assertEquals } from "@std/assert";
import { counted, grouped, searchSummary } from "./exploration.ts";

Deno.test("grouped, counted: thousands apart, one is one", () => {
  assertEquals([0, 999, 1000, 1234567].map(grouped), ["0", "999", "1 000", "1 234 567"]);
  assertEquals([counted(1, "run"), counted(0, "run"), counted(2000, "run")], ["1 run", "0 runs", "2 000 runs"]);
});

Deno.test("searchSummary: what was searched, and what was not", () => {
  const all = { schedules: 412, runs: 412, complete: true, atLeast: 412 };
  assertEquals(searchSummary(all, undefined), "all 412 schedules");
  assertEquals(searchSummary({ ...all, runs: 500 }, undefined), "all 412 schedules in 500 runs");
  assertEquals(searchSummary({ ...all, schedules: 1, runs: 1 }, 0), "bound 0, the only schedule");
  const part = { schedules: 10_000, runs: 10_000, complete: false, atLeast: 1_000_000 };
  assertEquals(searchSummary(part, 2), "bound 2, 10 000 of ≥ 1 000 000 schedules");
});
