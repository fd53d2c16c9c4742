import { assertEquals } from "@std/assert";
import { VirtualClock } from "../simulation/virtual_clock.ts";
import { type LogLimit, ReportLimit } from "./report_limit.ts";

const settle = () => Promise.resolve();

function limited(limit: LogLimit) {
  const clock = new VirtualClock();
  const said: string[] = [];
  const gate = new ReportLimit(clock, limit, (text) => void said.push(text));
  const ask = (...keys: string[]) => keys.map((key) => gate.passes(key, () => `what ${key}`));
  return { clock, said, gate, ask };
}

Deno.test("ReportLimit lets so many that are alike pass, and counts the others until the time is over", async () => {
  const { clock, said, ask } = limited({ alike: 2, total: 10, windowMs: 1000 });
  assertEquals(ask("a", "a", "a", "b", "a"), [true, true, false, true, false]);
  await clock.advance(999, settle);
  assertEquals(said, []);
  await clock.advance(1, settle);
  assertEquals(said, ["2 more reports like this within 1 s: what a"]);
  assertEquals(ask("a", "a", "a"), [true, true, false]);
});

Deno.test("ReportLimit lets so many pass in all, and tells of kinds of which none did by their number alone", () => {
  const { said, gate, ask } = limited({ alike: 5, total: 2, windowMs: 1000 });
  assertEquals(ask("a", "b", "a", "c", "d"), [true, true, false, false, false]);
  gate.close();
  assertEquals(said, ["1 more report like this within 1 s: what a", "2 other reports within 1 s"]);
  gate.close();
  assertEquals(said.length, 2);
});

Deno.test("ReportLimit tells of twenty kinds at most one by one", () => {
  const { said, gate, ask } = limited({ alike: 1, windowMs: 1000 });
  const keys = Array.from({ length: 25 }, (_, index) => `k${index}`);
  ask(...keys, ...keys);
  gate.close();
  assertEquals([said.length, said.at(-1)], [21, "5 other reports within 1 s"]);
});

Deno.test("ReportLimit: where the alarm is late, the next report ends the window", () => {
  let now = 0;
  let alarms = 0;
  const said: string[] = [];
  const clock = {
    now: () => now,
    wallTime: () => now,
    setAlarm: () => (alarms++, { cancel: () => void alarms-- }),
  };
  const gate = new ReportLimit(clock, { alike: 1, windowMs: 1000 }, (text) => void said.push(text));
  for (let index = 0; index < 3; index++) gate.passes("a", () => "what a");
  assertEquals([said, alarms], [[], 1]);
  now = 1000;
  assertEquals(gate.passes("a", () => "what a"), true);
  assertEquals([said, alarms], [["2 more reports like this within 1 s: what a"], 0]);
});

Deno.test("ReportLimit sets no alarm while nothing is held back", () => {
  let alarms = 0;
  const clock = { now: () => 0, wallTime: () => 0, setAlarm: () => (alarms++, { cancel() {} }) };
  const gate = new ReportLimit(clock, {}, () => {});
  for (let index = 0; index < 5; index++) gate.passes("a", () => "a");
  assertEquals(alarms, 0);
});
