import { assertEquals, assertMatch } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { sampleReport } from "../testdata/sample.ts";
import { FlakesSection } from "./flakes_section.tsx";

Deno.test("FlakesSection: each test with its runs, in words too", () => {
  const page = renderToString(<FlakesSection histories={sampleReport.histories} />);
  assertEquals(page.match(/<svg/g)?.length, 2);
  assertMatch(page, /flaky_test\.ts > mail arrives<\/th><td><b class="tag">flaky<\/b>[\s\S]*20\.8 % \(5 of 24\)/);
  assertMatch(page, /account keeps its money<\/th><td><b class="bad">failing</);
  assertMatch(page, /aria-label="The last 24 runs, oldest first: passed, passed, passed, failed, passed/);
  assertEquals(page.match(/<rect class="failed"/g)?.length, 5 + 6);
});

Deno.test("FlakesSection: of many runs the newest; a test that was mended; none", () => {
  const runs = Array.from({ length: 200 }, (_, at) => ({
    at,
    state: "s",
    outcome: at === 0 ? "failed" as const : "passed" as const,
    durationMs: 1,
  }));
  const page = renderToString(<FlakesSection histories={[{ id: "x", flaky: false, passed: 199, failed: 1, runs }]} />);
  assertEquals(page.match(/<rect/g)?.length, 60);
  assertMatch(page, /mended/);
  assertMatch(renderToString(<FlakesSection histories={[]} />), /Every test passed/);
});
