import { assertEquals, assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { performanceData } from "../testdata/sample.ts";
import { TrendChart } from "./trend_chart.tsx";

const [trend] = performanceData.trends!;

Deno.test("TrendChart: every run is a point and a row, a change is marked where it happened", () => {
  const page = renderToString(<TrendChart trend={trend!} />);
  assertEquals(page.match(/<circle class="point"/g)?.length, 30);
  assertEquals(page.match(/<tr>/g)?.length, 31);
  const points = [...page.matchAll(/<circle class="point" cx="([\d.]+)"/g)].map(([, x]) => Number(x));
  const at = Number(/<g class="change worse"><line x1="([\d.]+)"/.exec(page)?.[1]);
  assertEquals([at > points[19]!, at < points[20]!], [true, true]);
  assertMatch(page, /▲ worse: 102 ms → 152 ms/);
  assertEquals(page.match(/<line class="level/g)?.length, 2);
});

Deno.test("TrendChart: one run, no run, a change for the better", () => {
  const one = renderToString(
    <TrendChart trend={{ ...trend!, points: trend!.points.slice(0, 1), changes: [], regressed: false }} />,
  );
  assertEquals([one.match(/<circle/g)?.length, one.includes("NaN")], [1, false]);
  const none = renderToString(<TrendChart trend={{ ...trend!, points: [], changes: [], regressed: false }} />);
  assertEquals([none.match(/<circle/g), none.includes("NaN")], [null, false]);
  const better = trend!.changes.map((change) => ({ ...change, before: 152, after: 102, worse: false }));
  assertMatch(
    renderToString(<TrendChart trend={{ ...trend!, changes: better, regressed: false }} />),
    /▼ better: 152 ms → 102 ms/,
  );
});
