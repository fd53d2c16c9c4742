import { assertEquals, assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { knowResult } from "../result_data.ts";
import { results } from "../testdata/sample.ts";
import { PerformanceSection } from "./performance_section.tsx";

Deno.test("PerformanceSection: bounds with their verdict, metrics with their units, a chart for each trend", () => {
  const found = results.map(knowResult).filter((one) => one.kind === "performance");
  const page = renderToString(<PerformanceSection found={found} />);
  assertMatch(page, /<li class="bad">✕ max_time_ms exceeded \(actual: 150ms, limit: 100ms\)<\/li>/);
  assertMatch(page, /✓ max_heap_bytes kept/);
  assertMatch(page, /<th scope="row">heapBytes<\/th><td>2 MiB<\/td>/);
  assertEquals(page.match(/class="chart"/g)?.length, 1);
  assertMatch(renderToString(<PerformanceSection found={[]} />), /Nothing was measured/);
});
