import type { JSX } from "preact";
import type { TrendData } from "../../results/performance_data.ts";
import { trendText } from "../result_facts.ts";
import { formatDate, formatQuantity } from "../wording.ts";
import { Table } from "./parts.tsx";
import { scaleOf } from "./scale.ts";

const WIDTH = 720;
const HEIGHT = 240;
const EDGE = { left: 76, right: 16, top: 16, bottom: 44 };

/** A metric over earlier runs: its line, its levels between changes, and where it changed. */
export function TrendChart({ trend }: { readonly trend: TrendData }): JSX.Element {
  const { metric, unit, points, changes } = trend;
  const values = points.map(({ value }) => value);
  const y = scaleOf(values, { from: HEIGHT - EDGE.bottom, to: EDGE.top });
  const wide = WIDTH - EDGE.left - EDGE.right;
  const x = (index: number) => EDGE.left + (points.length < 2 ? wide / 2 : index / (points.length - 1) * wide);
  const said = trendText(trend);
  return (
    <figure>
      <figcaption class={trend.regressed ? "bad" : ""}>{said}</figcaption>
      <div class="scroll" tabIndex={0} role="group" aria-label={`${metric}, chart`}>
        <svg
          class="chart"
          role="img"
          aria-label={`${said}. The table below has the figures.`}
          width={WIDTH}
          height={HEIGHT}
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        >
          {y.ticks.map((tick) => (
            <g key={tick}>
              <line class="grid" x1={EDGE.left} x2={WIDTH - EDGE.right} y1={y.place(tick)} y2={y.place(tick)} />
              <text x={EDGE.left - 8} y={y.place(tick) + 4} text-anchor="end">{formatQuantity(tick, unit)}</text>
            </g>
          ))}
          <polyline
            class="series"
            points={values.map((value, index) => `${round(x(index))},${round(y.place(value))}`).join(" ")}
          />
          {points.map(({ commit, at, value }, index) => (
            <circle key={index} class="point" cx={round(x(index))} cy={round(y.place(value))} r={3}>
              <title>{`${commit || `run ${index + 1}`}, ${formatDate(at)}: ${formatQuantity(value, unit)}`}</title>
            </circle>
          ))}
          {levels(trend).map(({ from, to, value, worse }) => (
            <line
              key={from}
              class={worse ? "level worse" : "level"}
              x1={x(from)}
              x2={x(to)}
              y1={y.place(value)}
              y2={y.place(value)}
            />
          ))}
          {changes.map(({ index, before, after, worse }) => (
            <g key={index} class={worse ? "change worse" : "change"}>
              <line x1={x(index - 0.5)} x2={x(index - 0.5)} y1={EDGE.top} y2={HEIGHT - EDGE.bottom} />
              <text
                x={x(index - 0.5)}
                y={HEIGHT - EDGE.bottom + 32}
                text-anchor={index > points.length / 2 ? "end" : "start"}
              >
                {`${worse ? "▲ worse" : "▼ better"}: ${formatQuantity(before, unit)} → ${formatQuantity(after, unit)}`}
              </text>
            </g>
          ))}
          <text x={EDGE.left} y={HEIGHT - EDGE.bottom + 16}>{name(points[0]?.commit, "first run")}</text>
          <text x={WIDTH - EDGE.right} y={HEIGHT - EDGE.bottom + 16} text-anchor="end">
            {name(points.at(-1)?.commit, "this run")}
          </text>
        </svg>
      </div>
      <details>
        <summary>Figures of {metric}</summary>
        <Table
          name={`${metric}, figures`}
          head={["run", "when", metric]}
          rows={points.map(({ commit, at, value }, index) => [
            name(commit, String(index + 1)),
            formatDate(at),
            formatQuantity(value, unit),
          ])}
        />
      </details>
    </figure>
  );
}

/** The levels that the changes name, each from one change to the next. */
function levels({ points, changes }: TrendData): { from: number; to: number; value: number; worse: boolean }[] {
  const [first] = changes;
  if (first === undefined) return [];
  const later = changes.map(({ index, after, worse }, place) => ({
    from: index,
    to: (changes[place + 1]?.index ?? points.length) - 1,
    value: after,
    worse,
  }));
  return [{ from: 0, to: first.index - 1, value: first.before, worse: false }, ...later];
}

function name(commit: string | undefined, otherwise: string): string {
  return commit ? commit.slice(0, 10) : otherwise;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
