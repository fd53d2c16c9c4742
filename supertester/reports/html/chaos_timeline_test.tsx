import { assert, assertEquals, assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import type { ChaosEvent } from "../../results/chaos_data.ts";
import { chaosData } from "../testdata/sample.ts";
import { ChaosTimeline } from "./chaos_timeline.tsx";

Deno.test("ChaosTimeline: a row for each child, a bar from each crash to its recovery, and all of it as a table", () => {
  const page = renderToString(<ChaosTimeline timeline={chaosData.timeline} title="T" />);
  assertMatch(page, /60 events of 3 children/);
  assertEquals(page.match(/class="outage"/g)?.length, 20);
  assertEquals(page.match(/class="mark mark-/g)?.length, 60);
  assertEquals(page.match(/<tr>/g)?.length, 61);
  const widths = [...page.matchAll(/class="outage"[^>]* width="([\d.]+)"/g)].map(([, width]) => Number(width));
  assert(widths.every((width) => width >= 2));
});

Deno.test("ChaosTimeline: two crashes before a recovery are one time away, one without is none", () => {
  const event = (atMs: number, event: ChaosEvent["event"], pid: string): ChaosEvent => ({ atMs, event, pid });
  const timeline = [
    event(0, "crash", "a"),
    event(500, "crash", "a"),
    event(1000, "recovery", "a"),
    event(700, "crash", "b"),
  ];
  const page = renderToString(<ChaosTimeline timeline={timeline} title="T" />);
  const bars = [...page.matchAll(/class="outage" x="([\d.]+)"[^>]* width="([\d.]+)"/g)].map((
    [, x, width],
  ) => [Number(x), Number(width)]);
  assertEquals(bars, [[130, 560]]);
});

Deno.test("ChaosTimeline: of very many events the first are drawn, and it says so", () => {
  const timeline = Array.from({ length: 2_500 }, (_, atMs): ChaosEvent => ({ atMs, event: "kill", pid: "a" }));
  const page = renderToString(<ChaosTimeline timeline={timeline} title="T" />);
  assertEquals(page.match(/class="mark mark-/g)?.length, 2_000);
  assertMatch(page, /The first 2000 of 2500 events/);
});
