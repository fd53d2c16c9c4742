import type { JSX } from "preact";
import type { PerformanceData } from "../../results/performance_data.ts";
import { boundText } from "../result_facts.ts";
import { formatQuantity, plural } from "../wording.ts";
import { Card, type Known, Section, Table } from "./parts.tsx";
import { TrendChart } from "./trend_chart.tsx";

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

function Performance({ metrics, bounds, trends = [], runs, warmup, notes = [] }: PerformanceData): JSX.Element {
  return (
    <>
      {bounds.length > 0 && (
        <ul class="bounds">
          {bounds.map((bound, index) => (
            <li key={index} class={bound.passed ? "" : "bad"}>{bound.passed ? "✓ " : "✕ "}{boundText(bound)}</li>
          ))}
        </ul>
      )}
      {Object.keys(metrics).length > 0 && (
        <>
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
        </>
      )}
      {trends.map((trend) => <TrendChart key={trend.metric} trend={trend} />)}
      {notes.map((note, index) => <p key={index} class="note">{note}</p>)}
    </>
  );
}
