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

function Sparkline({ values }: { values: readonly number[] }): JSX.Element {
  const most = Math.max(1, ...values);
  const step = WIDTH / (KEPT_RATES - 1);
  const first = WIDTH - (values.length - 1) * step;
  const points = values.map((value, index) =>
    `${(first + index * step).toFixed(1)},${(HEIGHT - 1 - (value / most) * (HEIGHT - 3)).toFixed(1)}`
  );
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} aria-hidden="true">
      {points.length > 1 && (
        <>
          <polygon class="spark-area" points={`${first.toFixed(1)},${HEIGHT} ${points.join(" ")} ${WIDTH},${HEIGHT}`} />
          <polyline class="spark-line" points={points.join(" ")} />
        </>
      )}
    </svg>
  );
}
