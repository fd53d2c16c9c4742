import type { JSX } from "preact";
import { isFlaky, type Report, type TestRecord } from "../report.ts";
import { formatMs, plural } from "../wording.ts";

/** Every test, by file: what failed is open, with what it said. */
export function TestsSection({ tests, runs }: Pick<Report, "tests" | "runs">): JSX.Element {
  const files = Map.groupBy(tests, ({ file }) => file);
  const longest = tests.reduce((most, { durationMs }) => Math.max(most, durationMs), 0);
  return (
    <section id="tests" aria-labelledby="tests-title">
      <h2 id="tests-title">Tests</h2>
      <form class="filter" data-filter hidden>
        <label class="search">
          <span>Search</span>
          <input type="search" name="text" placeholder="name, file or failure" autocomplete="off" />
        </label>
        <fieldset>
          <legend>Show</legend>
          {["all", "failed", "flaky", "passed", "skipped"].map((value) => (
            <label key={value}>
              <input type="radio" name="outcome" value={value} checked={value === "all"} />
              <span>{value}</span>
            </label>
          ))}
        </fieldset>
        <button type="button" data-open>Open all</button>
        <button type="button" data-close>Close all</button>
        <p class="shown" role="status" data-shown></p>
      </form>
      {tests.length === 0 && <p class="empty">No test was run.</p>}
      {[...files].map(([file, tests]) => <TestFile key={file} {...{ file, tests, longest, runs }} />)}
    </section>
  );
}

interface TestFileProps {
  readonly file: string;
  readonly tests: readonly TestRecord[];
  readonly longest: number;
  readonly runs: number;
}

function TestFile({ file, tests, longest, runs }: TestFileProps): JSX.Element {
  const own = tests.filter(({ depth }) => depth === 0);
  const failed = own.filter(({ outcome }) => outcome === "failed").length;
  const time = own.reduce((sum, { durationMs }) => sum + durationMs, 0);
  return (
    <details class="file" data-file open={failed > 0 || tests.length <= 50}>
      <summary>
        <span class="path">{file}</span>
        <span class="counts">
          {failed > 0 && <b class="bad">{failed} failed</b>} {plural(own.length, "test")}, {formatMs(time)}
        </span>
      </summary>
      <ul class="tests">
        {tests.map((test) => <TestRow key={test.id} {...{ test, longest, runs }} />)}
      </ul>
    </details>
  );
}

const MARKS = { passed: "✓", failed: "✕", skipped: "–" } as const;

function TestRow(
  { test, longest, runs }: { readonly test: TestRecord; readonly longest: number; readonly runs: number },
): JSX.Element {
  const { name, depth, outcome, durationMs, failure, line, counts } = test;
  const flaky = isFlaky(test);
  const shown = depth === 0 ? name : name.split(" > ").slice(depth).join(" > ");
  return (
    <li
      class={`test test-${outcome}`}
      style={{ "--depth": depth }}
      data-test
      data-outcome={flaky ? "failed flaky" : outcome}
    >
      <div class="row">
        <span class="mark" role="img" aria-label={flaky ? "flaky" : outcome}>{flaky ? "≈" : MARKS[outcome]}</span>
        <span class="name">
          {shown}
          {line !== undefined && <span class="line">:{line}</span>}
          {flaky && <b class="tag">flaky: {counts.failed} of {plural(runs, "run")} failed</b>}
        </span>
        <span class="bar" aria-hidden="true">
          <i style={{ "--part": longest === 0 ? 0 : Math.round(durationMs / longest * 1000) / 1000 }} />
        </span>
        <span class="time">{outcome === "skipped" ? "skipped" : formatMs(durationMs)}</span>
      </div>
      {failure !== undefined && outcome === "failed" && (
        <details class="failure" open>
          <summary>{failure.message}</summary>
          <pre tabIndex={0}>{failure.text}</pre>
        </details>
      )}
    </li>
  );
}
