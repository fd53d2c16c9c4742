import type { ComponentChildren, JSX } from "preact";
import type { ChaosData } from "../../results/chaos_data.ts";
import type { PerformanceData } from "../../results/performance_data.ts";
import type { TestResult } from "../../results/result.ts";
import type { SimulationData } from "../../results/simulation_data.ts";
import type { KnownResult } from "../result_data.ts";
import { boundText, factsOf } from "../result_facts.ts";
import { formatMs, formatNumber, formatQuantity, plural } from "../wording.ts";
import { ChaosTimeline } from "./chaos_timeline.tsx";
import { SpaceTime } from "./space_time.tsx";
import { TrendChart } from "./trend_chart.tsx";

/** What belongs into which part of the page. */
export type Known<K extends KnownResult["kind"]> = readonly Extract<KnownResult, { kind: K }>[];

/** Chaos: what crashed, what came back and how fast, and when. */
export function ChaosSection({ found }: { readonly found: Known<"chaos"> }): JSX.Element {
  return (
    <Section id="chaos" title="Chaos" empty="No chaos was reported." count={found.length}>
      {found.map(({ result, data }, index) => (
        <Card key={index} result={result}>
          <Chaos {...{ result, data }} />
        </Card>
      ))}
    </Section>
  );
}

/** Performance: what was demanded, what was measured, and how it came to be. */
export function PerformanceSection({ found }: { readonly found: Known<"performance"> }): JSX.Element {
  return (
    <Section id="performance" title="Performance" empty="Nothing was measured." count={found.length}>
      {found.map(({ result, data }, index) => (
        <Card key={index} result={result}>
          <Performance {...data} />
        </Card>
      ))}
    </Section>
  );
}

/** Simulations: how many interleavings, and of a failure its schedule and how to see it again. */
export function SimulationSection({ found }: { readonly found: Known<"simulation"> }): JSX.Element {
  return (
    <Section id="simulations" title="Simulations" empty="Nothing was simulated." count={found.length}>
      {found.map(({ result, data }, index) => (
        <Card key={index} result={result}>
          <Simulation {...{ result, data }} />
        </Card>
      ))}
    </Section>
  );
}

/** Everything else that tests published, as it is. */
export function OtherSection({ found }: { readonly found: Known<"other"> }): JSX.Element {
  return (
    <Section id="other" title="Other results" empty="Nothing else was published." count={found.length}>
      {found.map(({ result, data }, index) => (
        <Card key={index} result={result}>
          <details>
            <summary>Data</summary>
            <pre tabIndex={0}>{JSON.stringify(data, null, 2)}</pre>
          </details>
        </Card>
      ))}
    </Section>
  );
}

interface SectionProps {
  readonly id: string;
  readonly title: string;
  readonly empty: string;
  readonly count: number;
  readonly children: ComponentChildren;
}

function Section({ id, title, empty, count, children }: SectionProps): JSX.Element {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {count === 0 ? <p class="empty">{empty}</p> : children}
    </section>
  );
}

function Card(
  { result, children }: { readonly result: TestResult; readonly children: ComponentChildren },
): JSX.Element {
  return (
    <article class={`card ${result.passed ? "" : "card-failed"}`}>
      <h3>
        <span class={result.passed ? "verdict good" : "verdict bad"}>{result.passed ? "passed" : "failed"}</span>{" "}
        {titleOf(result)}
      </h3>
      <p class="headline">{factsOf(result).headline}</p>
      {children}
    </article>
  );
}

/** The test and the result's own name. */
export function titleOf({ test, name }: Pick<TestResult, "test" | "name">): string {
  return [test, name].filter((part) => part !== "").join(" › ");
}

function Figures({ figures }: { readonly figures: readonly (readonly [name: string, value: string])[] }): JSX.Element {
  return (
    <dl class="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Chaos({ result, data }: { readonly result: TestResult; readonly data: ChaosData }): JSX.Element {
  const { crashes, recoveries, failures, kills, timeToRecoverMs: times, durationMs, seed, scenarios = [] } = data;
  return (
    <>
      <Figures
        figures={[
          ["crashes", formatNumber(crashes)],
          ["recoveries", formatNumber(recoveries)],
          ["failures", formatNumber(failures)],
          ["kills", formatNumber(kills)],
          ["recovery p50", formatMs(times.p50)],
          ["recovery p95", formatMs(times.p95)],
          ["recovery p99", formatMs(times.p99)],
          ["recovery max", formatMs(times.max)],
          ["duration", formatMs(durationMs)],
          ["seed", String(seed)],
        ]}
      />
      {scenarios.length > 0 && (
        <Table
          name={`${titleOf(result)}, scenarios`}
          head={["scenario", "verdict", "duration", "why"]}
          rows={scenarios.map(({ name, passed, durationMs, reason }) => [
            name,
            passed ? "passed" : <b class="bad">failed</b>,
            formatMs(durationMs),
            reason ?? "",
          ])}
        />
      )}
      {data.timeline.length > 0 && <ChaosTimeline timeline={data.timeline} title={titleOf(result)} />}
    </>
  );
}

function Performance({ metrics, bounds, trends = [], runs, warmup }: PerformanceData): JSX.Element {
  return (
    <>
      {bounds.length > 0 && (
        <ul class="bounds">
          {bounds.map((bound, index) => (
            <li key={index} class={bound.passed ? "" : "bad"}>{bound.passed ? "✓ " : "✕ "}{boundText(bound)}</li>
          ))}
        </ul>
      )}
      <Table
        name="Measurements"
        head={["metric", "median", "p95", "p99", "min", "max", "scatter"]}
        rows={Object.entries(metrics).map(([name, { unit, median, p95, p99, min, max, mad }]) => [
          name,
          ...[median, p95, p99, min, max].map((value) => formatQuantity(value, unit)),
          `± ${formatQuantity(mad, unit)}`,
        ])}
      />
      <p class="note">
        {plural(runs, "run")} after {plural(warmup, "warm-up run")}; scatter is the median absolute deviation.
      </p>
      {trends.map((trend) => <TrendChart key={trend.metric} trend={trend} />)}
    </>
  );
}

function Simulation({ result, data }: { readonly result: TestResult; readonly data: SimulationData }): JSX.Element {
  const { line, strategy, runs, coverage, failure, steps, preemptions } = data;
  return (
    <>
      <Figures
        figures={[
          ["interleavings", formatNumber(runs)],
          ["strategy", strategy],
          ...(coverage === undefined ? [] : [["covered", coverage] as const]),
          ...(failure ? [["pre-emptions", formatNumber(preemptions)] as const] : []),
        ]}
      />
      {failure && (
        <>
          <p>
            To see it again: <code class="replay">supertester replay {line}</code>
          </p>
          <pre tabIndex={0}>{failure.message}</pre>
        </>
      )}
      {steps.length > 0 && (
        <>
          <SpaceTime steps={steps} title={titleOf(result)} />
          <details>
            <summary>Steps</summary>
            <Table
              name={`${titleOf(result)}, steps`}
              head={["step", "at", "process", "event", "message", "from", "sends"]}
              rows={steps.map(({ process, event, atMs, message, from, sends, preempts }, index) => [
                `${index + 1}${preempts ? " (out of order)" : ""}`,
                formatMs(atMs),
                process,
                event,
                message ?? "",
                from ?? "",
                sends.map(({ to, message, fate }) => `${message} to ${to}${fate ? ` (${fate})` : ""}`).join("; "),
              ])}
            />
          </details>
        </>
      )}
    </>
  );
}

interface TableProps {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly ComponentChildren[])[];
}

function Table({ name, head, rows }: TableProps): JSX.Element {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label={name}>
      <table>
        <thead>
          <tr>{head.map((title) => <th key={title} scope="col">{title}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, column) =>
                column === 0 ? <th key={column} scope="row">{cell}</th> : <td key={column}>{cell}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
