import { ArgumentError, SeededRandom } from "@superlearner/otp";
import { VirtualClock } from "@superlearner/otp/simulation";
import { assertEquals, assertThrows } from "@std/assert";
import { addResultSink, type TestResult } from "../results/result.ts";
import { shuffle } from "../statistics/shuffle.ts";
import { RegressionError } from "./regression_error.ts";
import { measured, openAt, steady, temporaryPath } from "./testdata/stores.ts";
import { openTrends, Trends } from "./trends.ts";

Deno.test("assertNoRegression: fails with since when and by how much", () => {
  using trends = openAt(":memory:");
  trends.add([...steady(20, 100), ...steady(5, 150)]);
  const error = assertThrows(() => trends.assertNoRegression("request"), RegressionError);
  assertEquals(
    error.message,
    "median_ms regressed (actual: 150ms)\n" +
      "  request takes 50 % more since commit c21: 100ms before, 150ms now (p = 0.0002)\n" +
      "  the last commit without it is c20; repair it, or accept the new level",
  );
  assertEquals([error.check.change?.since, error.check.change?.before], ["c21", "c20"]);
});

Deno.test("assertNoRegression: passes without a change, and with one for the better", () => {
  using trends = openAt(":memory:");
  trends.add(steady(20, 100));
  assertEquals(trends.assertNoRegression("request").verdict, "no_change");
  trends.add(steady(6, 70), 21);
  const { verdict, change } = trends.assertNoRegression("request");
  assertEquals([verdict, change?.since, change?.percent], ["improvement", "c21", -30]);
});

Deno.test("case 24: the first run is no alarm, and says that there is no history", () => {
  using trends = openAt(":memory:");
  const empty = trends.assertNoRegression("request");
  assertEquals([empty.verdict, empty.notes], ["not_enough_history", [
    "0 records: a change can be told from chance from 13 on",
  ]]);
  trends.add([100]);
  const first = trends.assertNoRegression("request");
  assertEquals([first.verdict, first.notes], ["not_enough_history", [
    "1 record: a change can be told from chance from 13 on",
  ]]);
});

Deno.test("case 24: missing history, of commits or of a figure, is no alarm", () => {
  using trends = openAt(":memory:");
  for (const commit of [1, 2, 5, 9, 40, 41, 77]) trends.add([commit === 77 ? 500 : 100], commit);
  assertEquals(trends.assertNoRegression("request").verdict, "not_enough_history");
  const messages = trends.assertNoRegression("request", { metric: "messages" });
  assertEquals([messages.verdict, messages.points], ["not_enough_history", []]);
});

Deno.test("case 24: another machine is no alarm however slow it is, and says what it is not compared with", () => {
  using place = temporaryPath();
  {
    using fast = openAt(place.path, "fast");
    fast.add(steady(30, 100));
  }
  using slow = openAt(place.path, "slow");
  slow.add(steady(5, 900), 31);
  const { verdict, notes } = slow.assertNoRegression("request");
  assertEquals([verdict, notes], ["not_enough_history", [
    "5 records: a change can be told from chance from 13 on",
    "30 records of other machines (fast) are not compared",
  ]]);
  using fast = openAt(place.path, "fast");
  assertEquals(fast.assertNoRegression("request").verdict, "no_change");
});

Deno.test("case 24: commits recorded in another order are no alarm, and a regression is found where it was made", () => {
  const order = Array.from({ length: 30 }, (_, index) => index + 1);
  shuffle(order, new SeededRandom(4));
  using trends = openAt(":memory:");
  const record = (name: string, valueOf: (commit: number) => number) => {
    for (const commit of order) {
      trends.record(measured(valueOf(commit)), { commit: `c${commit}`, committedAt: 1000 * commit, name });
    }
    return trends.check(name);
  };
  assertEquals(record("level", (commit) => 100 + commit % 3).verdict, "no_change");
  // Old slow commits that are measured late: an improvement long ago, not a regression now.
  assertEquals(record("repaired", (commit) => (commit <= 10 ? 150 : 100) + commit % 3).verdict, "improvement");
  const { verdict, change, notes } = record("worse", (commit) => (commit <= 20 ? 100 : 150) + commit % 3);
  assertEquals([verdict, change?.since, change?.before], ["regression", "c21", "c20"]);
  assertEquals(notes.map((note) => note.replace(/^\d+ /, "")), [
    "commits were not recorded in the order they were made in",
  ]);
});

Deno.test("case 24: an old commit that is measured again is with its own", () => {
  using trends = openAt(":memory:");
  trends.add([...steady(15, 150), ...steady(15, 100)]);
  trends.add(steady(5, 150), 1); // somebody looks for a fault in c1 to c5
  assertEquals(trends.assertNoRegression("request").verdict, "improvement");
});

Deno.test("case 24: a partly written record is left out and said, and is no alarm", () => {
  using place = temporaryPath();
  {
    using trends = openAt(place.path);
    trends.add(steady(20, 100));
  }
  const whole = Deno.readFileSync(place.path);
  const text = new TextDecoder("latin1").decode(whole);
  const last = text.indexOf('{"medianMs"'); // rows grow from the end of a page: the first is the newest
  Deno.writeFileSync(place.path, Uint8Array.from(whole, (byte, at) => at >= last + 20 && at < last + 30 ? 0x20 : byte));
  using trends = openAt(place.path);
  const { verdict, points, notes } = trends.assertNoRegression("request");
  assertEquals([verdict, points.length, notes], ["no_change", 19, ["1 record cannot be read and are left out"]]);
});

Deno.test("case 24: a damaged store is no alarm, and each check says so", () => {
  using place = temporaryPath();
  {
    using trends = openAt(place.path);
    trends.add(steady(20, 100));
  }
  const whole = Deno.readFileSync(place.path);
  Deno.writeFileSync(place.path, whole.subarray(0, 4096));
  using trends = openAt(place.path);
  trends.add([500], 21);
  const { verdict, notes } = trends.assertNoRegression("request");
  assertEquals([verdict, notes[0]], ["not_enough_history", trends.notes[0]]);
  assertEquals(notes[0]!.startsWith("the store was damaged: none of its records could be read"), true);
});

Deno.test("accept: what was before an accepted level is not compared any more", () => {
  using trends = openAt(":memory:");
  trends.add([...steady(20, 100), ...steady(10, 150)]);
  assertEquals(trends.check("request").verdict, "regression");
  trends.accept("request", { commit: "c21", reason: "answers are checked now" });
  assertEquals(trends.assertNoRegression("request").verdict, "not_enough_history");
  trends.add(steady(10, 150), 31);
  assertEquals(trends.assertNoRegression("request").verdict, "no_change");
  trends.add(steady(6, 200), 41);
  assertEquals(trends.check("request").change?.since, "c41");
});

Deno.test("check: looks at a window, at any figure, and by any measure of what matters", () => {
  using trends = openAt(":memory:");
  trends.add([...steady(20, 100), ...steady(20, 110)]);
  assertEquals(trends.check("request", { metric: "p95Ms" }).verdict, "regression");
  assertEquals(trends.check("request", { minChangePercent: 11 }).verdict, "no_change");
  assertEquals(trends.check("request", { window: 20 }).verdict, "no_change");
});

Deno.test("list, export: all series, as plain JSON", () => {
  using trends = openAt(":memory:");
  trends.add([...steady(20, 100), ...steady(5, 150)]);
  trends.record(measured(7, "login"), { commit: "c1" });
  assertEquals(trends.list(), [
    { name: "login", machine: "a machine", records: 1, at: 2_500_000 },
    { name: "request", machine: "a machine", records: 25, at: 2_500_000 },
  ]);
  const all = trends.export();
  assertEquals([all.format, all.version], ["supertester-trends", 1]);
  assertEquals(all.series.map(({ name, metric, verdict }) => `${name} ${metric} ${verdict}`), [
    "login medianMs not_enough_history",
    "login p95Ms not_enough_history",
    "login p99Ms not_enough_history",
    "request medianMs regression",
    "request p95Ms regression",
    "request p99Ms regression",
  ]);
  assertEquals(JSON.parse(JSON.stringify(all)), all);
});

Deno.test("assertNoRegression: its result is published, passed or not", () => {
  using trends = openAt(":memory:");
  const results: TestResult[] = [];
  using _sink = addResultSink((result) => results.push(result));
  trends.add(steady(20, 100));
  trends.assertNoRegression("request");
  trends.add(steady(5, 150), 21);
  assertThrows(() => trends.assertNoRegression("request"), RegressionError);
  assertEquals(results.map(({ kind, name, passed }) => [kind, name, passed]), [
    ["performance", "request", true],
    ["performance", "request", false],
  ]);
});

Deno.test("openTrends: refuses what makes no sense, and a store that is closed", () => {
  const rule = (act: () => unknown) => assertThrows(act, ArgumentError).rule;
  assertEquals(rule(() => openTrends({ path: "" })), "path is that of a file");
  const trends = openTrends({ path: ":memory:", clock: new VirtualClock() });
  const one = measured(1);
  assertEquals(rule(() => trends.record(one, { commit: "" })), "commit is a text");
  assertEquals(rule(() => trends.record(one, { commit: "c", committedAt: NaN })), "committedAt is a finite number");
  assertEquals(rule(() => trends.accept("a", { commit: "", reason: "" })), "commit is a text");
  assertEquals(
    rule(() => trends.check("a", { metric: "time" as never })),
    "metric is one of medianMs, p95Ms, p99Ms, messages, memoryBytes, heapBytes",
  );
  assertEquals(rule(() => trends.check("a", { window: 0 })), "window is a whole number from 1 up");
  assertEquals(rule(() => trends.check("a", { significance: 0 })), "significance is between 0 and 1");
  trends[Symbol.dispose]();
  trends[Symbol.dispose]();
  assertEquals(rule(() => trends.list()), "the store is open");
  assertEquals(trends instanceof Trends, true);
});
