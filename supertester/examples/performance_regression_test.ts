import { assert, assertEquals, assertMatch } from "@std/assert";
import { check } from "./performance_regression.ts";

/** Runs a program as a pipeline does. */
async function run(...args: string[]) {
  const command = new Deno.Command(Deno.execPath(), { args: [...args], env: { NO_COLOR: "1" } });
  const { code, stdout, stderr } = await command.output();
  const decoder = new TextDecoder();
  return { code, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}
const here = (path: string) => new URL(path, import.meta.url).href;
const release = (...args: string[]) =>
  run("run", "-A", "--no-lock", "--quiet", here("performance_regression.ts"), ...args);

Deno.test("performance regression: an API that keeps its SLA is released", async () => {
  assertEquals(await release("3f2a1b0", "100"), { code: 0, out: "PASSED: 3f2a1b0 may be released\n", err: "" });
});

Deno.test("performance regression: one that does not blocks the release, and says why", async () => {
  const { code, out, err } = await release("3f2a1b0", "150");
  assertEquals([code, out], [1, ""]);
  assertEquals(err.split("\n").slice(0, 3), [
    "FAILED: max_time_ms exceeded (actual: 150ms)",
    "p95_ms exceeded (actual: 150ms)",
    "  maxTimeMs of request is 100ms, by the median of 30 runs",
  ]);
});

Deno.test("performance regression: a release within its SLA is blocked where it has got slower, since when it has", async () => {
  const folder = Deno.makeTempDirSync();
  try {
    const store = `${folder}/trends.db`;
    const blocked: string[] = [];
    for (let release = 1; release <= 20; release++) {
      const latencyMs = release <= 15 ? 60 : 90;
      const blocks = await check({ commit: `v${release}`, latencyMs, store });
      if (blocks.length > 0) blocked.push(`v${release}: ${blocks.join("\n")}`);
    }
    const [first] = blocked;
    assert(
      first?.startsWith("v19: median_ms regressed (actual: 90ms)\n  request takes 50 % more since commit v16: 60ms"),
    );
    assertEquals(blocked.length, 2);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

Deno.test("performance regression: as a test, an SLA that is not met fails the run of the tests", async () => {
  const { code, out, err } = await run("test", "-A", "--no-lock", "--no-check", here("testdata/slow_api.ts"));
  assertEquals(code, 1);
  assertMatch(out + err, /API meets 100ms SLA .* FAILED/);
  assertMatch(out + err, /PerformanceError: max_time_ms exceeded \(actual: 150ms\)/);
});
