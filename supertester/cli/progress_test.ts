import { assertEquals } from "@std/assert";
import { conclusion, Progress, progressLine } from "./progress.ts";
import { heardTerminal } from "./testdata/terminal.ts";

Deno.test("progressLine: how far, and how long it will take", () => {
  assertEquals(
    progressLine({ done: 12, of: 200, failures: 1, elapsedMs: 12_000 }),
    "run 12/200, 1 failed, about 3 min 8 s left",
  );
  assertEquals(
    progressLine({ done: 200, of: 200, failures: 0, elapsedMs: 65_000 }),
    "run 200/200, 0 failed, 1 min 5 s",
  );
});

Deno.test("Progress: where nobody looks a line for each tenth, and the last", () => {
  const terminal = heardTerminal();
  const progress = new Progress(terminal);
  for (let done = 1; done <= 200; done++) progress.show({ done, of: 200, failures: 0, elapsedMs: done });
  progress.close();
  const lines = terminal.text().trim().split("\n");
  assertEquals([lines.length, lines[0], lines.at(-1)], [
    10,
    "run 20/200, 0 failed, about 0 ms left",
    "run 200/200, 0 failed, 200 ms",
  ]);
});

Deno.test("Progress: where somebody looks one line that is written over, and taken away at the end", () => {
  const terminal = heardTerminal({ interactive: true, styled: true });
  const progress = new Progress(terminal);
  progress.show({ done: 1, of: 2, failures: 0, elapsedMs: 1000 });
  progress.close();
  progress.close();
  assertEquals(terminal.text(), "\r\x1b[2Krun 1/2, 0 failed, about 1 s left\r\x1b[2K");
});

Deno.test("conclusion: runs and failures, as the repeated suite is asked for", () => {
  const terminal = heardTerminal();
  assertEquals(conclusion({ runs: 200, failures: 0 }, terminal), "runs 200, failures 0");
  assertEquals(conclusion({ runs: 3, failures: 2 }, terminal), "runs 3, failures 2 (1 run without a failure)");
});
