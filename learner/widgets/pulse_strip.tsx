import type { JSX } from "preact";
import { KEPT_RATES, type PulseModel } from "../models/pulse_model.ts";
import { formatCount } from "./format.ts";

/** What a {@linkcode PulseStrip} shows. */
export interface PulseStripProps {
  /** The figures. */
  readonly model: PulseModel;
}

/** The whole System in a few figures, with the messages a second of the last minute as a line. */
export function PulseStrip({ model }: PulseStripProps): JSX.Element {
  const { processes, supervisors, restarts, waiting, perSecond, rates } = model.pulse.value;
  return (
    <dl class="pulse">
      <Figure label="Processes" value={processes} />
      <Figure label="Supervisors" value={supervisors} />
      <Figure label="Restarts" value={restarts} />
      <Figure label="Waiting" value={waiting} />
      <div class="figure figure-rate">
        <dt>Messages/s</dt>
        <dd>
          {formatCount(perSecond)}
          <Sparkline values={rates} />
        </dd>
      </div>
    </dl>
  );
}

function Figure({ label, value }: { label: string; value: number }): JSX.Element {
  return (
    <div class="figure">
      <dt>{label}</dt>
      <dd>{formatCount(value)}</dd>
    </div>
  );
}

const [WIDTH, HEIGHT] = [96, 22];
/** Kept free on all sides: what is drawn on an edge is cut off by half. */
const MARGIN = 2;
const FLOOR = HEIGHT - MARGIN;

/** The line grows from the right; the floor below it shows the whole minute, so that a short line is not taken for the rest of one. */
function Sparkline({ values }: { values: readonly number[] }): JSX.Element {
  const most = Math.max(1, ...values);
  const now = WIDTH - MARGIN;
  const step = (now - MARGIN) / (KEPT_RATES - 1);
  const x = (index: number) => (now - (values.length - 1 - index) * step).toFixed(1);
  const y = (value: number) => (FLOOR - (value / most) * (FLOOR - MARGIN)).toFixed(1);
  const points = values.map((value, index) => `${x(index)},${y(value)}`).join(" ");
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      <path class="spark-floor" d={`M${MARGIN} ${FLOOR}H${now}`} />
      {values.length > 1 && (
        <>
          <polygon class="spark-area" points={`${x(0)},${FLOOR} ${points} ${now},${FLOOR}`} />
          <polyline class="spark-line" points={points} />
        </>
      )}
      {values.length > 0 && <circle class="spark-now" cx={now} cy={y(values.at(-1)!)} r={MARGIN} />}
    </svg>
  );
}
