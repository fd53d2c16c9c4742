import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { knowResult } from "../result_data.ts";
import { results } from "../testdata/sample.ts";
import { ChaosSection } from "./chaos_section.tsx";

Deno.test("ChaosSection has every figure that is asked of a chaos report", () => {
  const found = results.map(knowResult).filter((one) => one.kind === "chaos");
  const page = renderToString(<ChaosSection found={found} />);
  const figures = Object.fromEntries(
    [...page.matchAll(/<dt>([^<]+)<\/dt><dd>([^<]+)<\/dd>/g)].map(([, name, value]) => [name, value]),
  );
  assertEquals(figures, {
    crashes: "20",
    recoveries: "20",
    failures: "0",
    kills: "20",
    "recovery p50": "85.5 ms",
    "recovery p95": "145 ms",
    "recovery p99": "152 ms",
    "recovery max": "152 ms",
    duration: "1 min",
    seed: "42",
  });
  assert(page.includes("20 crashes, 20 recoveries, 0 failures"));
  assert(page.includes("no leader after 5,000 ms") && page.includes('class="chart timeline"'));
});
