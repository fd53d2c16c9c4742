import type { JSX } from "preact";
import type { ChaosEvent } from "../../results/chaos_data.ts";
import { formatMs } from "../wording.ts";
import { Table } from "./parts.tsx";
import { scaleOf } from "./scale.ts";

const WIDTH = 720;
const LEFT = 130;
const ROW = 30;
const TOP = 10;
const MOST = 2_000;

/** What happened under chaos: a row for each child, time to the right, and how long each was away. */
export function ChaosTimeline(
  { timeline, title }: { readonly timeline: readonly ChaosEvent[]; readonly title: string },
): JSX.Element {
  const events = timeline.slice(0, MOST);
  const rows = [...new Set(events.map(rowOf))];
  const x = scaleOf([0, ...events.map(({ atMs }) => atMs)], { from: LEFT, to: WIDTH - 30, count: 5 });
  const y = (row: string) => TOP + rows.indexOf(row) * ROW + ROW / 2;
  const bottom = TOP + rows.length * ROW;
  return (
    <figure>
      <figcaption>
        Timeline: a bar is the time from a crash to the successor.
        {timeline.length > MOST && ` The first ${MOST} of ${timeline.length} events.`}
      </figcaption>
      <div class="scroll" tabIndex={0} role="group" aria-label={`${title}, timeline`}>
        <svg
          class="chart timeline"
          role="img"
          aria-label={`${title}: ${timeline.length} events of ${rows.length} children. The table below has the same.`}
          width={WIDTH}
          height={bottom + 26}
          viewBox={`0 0 ${WIDTH} ${bottom + 26}`}
        >
          {x.ticks.map((tick) => (
            <g key={tick}>
              <line class="grid" x1={x.place(tick)} x2={x.place(tick)} y1={TOP} y2={bottom} />
              <text x={x.place(tick)} y={bottom + 18} text-anchor="middle">{formatMs(tick)}</text>
            </g>
          ))}
          {rows.map((row) => (
            <text key={row} x={8} y={y(row) + 4}>
              {row.length > 15 ? `${row.slice(0, 14)}…` : row}
              <title>{row}</title>
            </text>
          ))}
          {outages(events).map(({ row, from, to }, index) => (
            <rect
              key={index}
              class="outage"
              x={x.place(from)}
              y={y(row) - 5}
              width={Math.max(2, x.place(to) - x.place(from))}
              height={10}
            />
          ))}
          {events.map((event, index) => (
            <Mark key={index} event={event} x={Math.round(x.place(event.atMs) * 10) / 10} y={y(rowOf(event))} />
          ))}
        </svg>
      </div>
      <details>
        <summary>Events</summary>
        <Table
          name={`${title}, events`}
          head={["at", "event", "child", "pid", "reason"]}
          rows={events.map((
            { atMs, event, child, pid, reason },
          ) => [formatMs(atMs), event, child ?? "", pid, reason ?? ""])}
        />
      </details>
    </figure>
  );
}

function Mark({ event, x, y }: { readonly event: ChaosEvent; readonly x: number; readonly y: number }): JSX.Element {
  const said = [`${event.event} at ${formatMs(event.atMs)}`, event.pid, event.reason].filter(Boolean).join(", ");
  const shape = event.event === "recovery" || event.event === "heal"
    ? `M${x} ${y - 6}L${x + 6} ${y + 5}L${x - 6} ${y + 5}Z`
    : event.event === "crash" || event.event === "failure"
    ? `M${x - 4} ${y - 4}H${x + 4}V${y + 4}H${x - 4}Z`
    : `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`;
  return (
    <path class={`mark mark-${event.event}`} d={shape}>
      <title>{said}</title>
    </path>
  );
}

function rowOf({ child, pid }: ChaosEvent): string {
  return child ?? pid;
}

/** The time from a crash in a row to the next recovery in it. */
function outages(events: readonly ChaosEvent[]): { row: string; from: number; to: number }[] {
  const down = new Map<string, number>();
  const found: { row: string; from: number; to: number }[] = [];
  for (const event of events) {
    const row = rowOf(event);
    if (event.event === "crash" && !down.has(row)) down.set(row, event.atMs);
    const from = down.get(row);
    if (event.event !== "recovery" || from === undefined) continue;
    found.push({ row, from, to: event.atMs });
    down.delete(row);
  }
  return found;
}
