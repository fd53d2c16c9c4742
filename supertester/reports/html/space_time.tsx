import type { JSX } from "preact";
import type { ScheduleStep } from "../../results/simulation_data.ts";
import { formatMs } from "../wording.ts";
import { type Arrow, LANE, layoutSpaceTime, type Node } from "./space_time_layout.ts";

/** A schedule as a space-time diagram: processes side by side, time downwards, messages as arrows. */
export function SpaceTime(
  { steps, title }: { readonly steps: readonly ScheduleStep[]; readonly title: string },
): JSX.Element {
  const { lanes, nodes, arrows, width, height, omitted } = layoutSpaceTime(steps);
  return (
    <figure>
      <figcaption>
        Time runs downwards; an arrow is a message, from where it was sent to where it was handled.
        {omitted > 0 && ` The first ${omitted} steps are left out.`}
      </figcaption>
      <div class="scroll" tabIndex={0} role="group" aria-label={`${title}, space-time diagram`}>
        <svg
          class="space-time"
          role="img"
          aria-label={`${title}: ${steps.length} steps of ${lanes.length} processes. The table below has the same.`}
          width={width}
          height={height}
          viewBox={`0 0 ${width} ${height}`}
        >
          {lanes.map(({ process, x, end }) => (
            <g key={process}>
              <line class="life" x1={x} y1={40} x2={x} y2={end} />
              <rect class="head" x={x - 66} y={12} width={132} height={26} rx={6} />
              <text x={x} y={29} text-anchor="middle">
                {cut(process, 18)}
                <title>{process}</title>
              </text>
            </g>
          ))}
          {nodes.filter(({ preempts }) => preempts).map(({ index, y }) => (
            <rect key={index} class="preempts" x={0} y={y - 15} width={width} height={30} />
          ))}
          {arrows.map((arrow, index) => <Message key={index} {...arrow} />)}
          {nodes.map((node) => <Step key={node.index} {...node} />)}
        </svg>
      </div>
      <ul class="legend" aria-hidden="true">
        <li>
          <i class="key key-message" />handled
        </li>
        <li>
          <i class="key key-timer" />timer
        </li>
        <li>
          <i class="key key-exit" />exit
        </li>
        <li>
          <i class="key key-fault" />fault
        </li>
        <li>
          <i class="key key-preempts" />taken out of order
        </li>
        <li>··▸ answer</li>
        <li>╌╌ still waiting</li>
        <li>╌✕ lost</li>
      </ul>
    </figure>
  );
}

function Step({ index, x, y, event, label, atMs, preempts }: Node): JSX.Element {
  return (
    <g class={`step step-${event}`}>
      <title>{`${index + 1}. ${event}: ${label}, at ${formatMs(atMs)}${preempts ? ", taken out of order" : ""}`}</title>
      <text class="number" x={8} y={y + 4}>{index + 1}{preempts ? " ⇄" : ""}</text>
      {event === "exit"
        ? <path d={`M${x - 6} ${y - 6}L${x + 6} ${y + 6}M${x + 6} ${y - 6}L${x - 6} ${y + 6}`} />
        : event === "timer"
        ? <rect x={x - 6} y={y - 6} width={12} height={12} />
        : event === "fault"
        ? <path d={`M${x} ${y - 8}L${x + 8} ${y + 6}L${x - 8} ${y + 6}Z`} />
        : <circle cx={x} cy={y} r={6} />}
      <text class="label" x={x + 12} y={y - 6}>{cut(label, 17)}</text>
    </g>
  );
}

function Message({ from, to, message, fate }: Arrow): JSX.Element {
  const { line, head } = arrowPath(from, to);
  return (
    <g class={`sent sent-${fate}`}>
      <title>{`${message} (${fate})`}</title>
      <path d={line} />
      {(fate === "handled" || fate === "answered") && <path class="tip" d={head} />}
      {fate === "lost" && <path class="cross" d={`M${to.x - 5} ${to.y - 5}l10 10m0 -10l-10 10`} />}
    </g>
  );
}

/** From the rim of one node to the rim of the other; a bow where both are of one process. */
function arrowPath(from: Arrow["from"], to: Arrow["to"]): { line: string; head: string } {
  if (from.x === to.x) {
    const bow = from.x - 34;
    const tip = { x: to.x - 8, y: to.y };
    return { line: `M${from.x - 7} ${from.y}C${bow} ${from.y} ${bow} ${to.y} ${tip.x} ${tip.y}`, head: tipAt(tip, 0) };
  }
  // A bow over the lanes between: a straight line would run through nodes that have no part in it.
  const rise = Math.max(0, Math.abs(to.x - from.x) / LANE - 1) * 14;
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 - rise };
  const start = rim(from, middle);
  const end = rim(to, middle);
  const angle = Math.atan2(to.y - middle.y, to.x - middle.x);
  const line = `M${round(start.x)} ${round(start.y)}Q${round(middle.x)} ${round(middle.y)} ${round(end.x)} ${
    round(end.y)
  }`;
  return { line, head: tipAt(end, angle) };
}

/** Where a line from one place to another leaves the node around the first. */
function rim(place: Arrow["from"], towards: Arrow["from"]): Arrow["from"] {
  const angle = Math.atan2(towards.y - place.y, towards.x - place.x);
  return { x: place.x + Math.cos(angle) * 8, y: place.y + Math.sin(angle) * 8 };
}

function tipAt({ x, y }: Arrow["from"], angle: number): string {
  const side = (turn: number) => `${round(x - 8 * Math.cos(angle + turn))} ${round(y - 8 * Math.sin(angle + turn))}`;
  return `M${round(x)} ${round(y)}L${side(0.45)}L${side(-0.45)}Z`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function cut(text: string, length: number): string {
  const [line = ""] = text.split("\n");
  return line.length > length ? `${line.slice(0, length - 1)}…` : line;
}
