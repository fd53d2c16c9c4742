/** From a figure to a place in a drawing, and the round figures to be marked. */
export interface Scale {
  /** Where a figure is drawn. */
  readonly place: (value: number) => number;
  /** Round figures from the least to the greatest, which they enclose. */
  readonly ticks: readonly number[];
}

/** What a scale spans. */
export interface ScaleRange {
  /** Where the least figure is drawn. */
  readonly from: number;
  /** Where the greatest is drawn. */
  readonly to: number;
  /** About how many figures are marked. @default {4} */
  readonly count?: number;
}

/** A scale over all the values, widened to round figures. Of nothing, or of one value, it makes a span around it. */
export function scaleOf(values: readonly number[], { from, to, count = 4 }: ScaleRange): Scale {
  const finite = values.filter(Number.isFinite);
  const least = finite.length === 0 ? 0 : finite.reduce((one, other) => Math.min(one, other));
  const greatest = finite.length === 0 ? 1 : finite.reduce((one, other) => Math.max(one, other));
  const span = greatest - least || Math.abs(least) || 1;
  const [low, high] = greatest === least ? [least - span / 2, greatest + span / 2] : [least, greatest];
  const step = roundStep((high - low) / count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from(
    { length: last - first + 1 },
    (_, index) => Number(((first + index) * step).toPrecision(12)),
  );
  const [start, end] = [ticks[0]!, ticks.at(-1)!];
  return { place: (value) => from + (value - start) / (end - start) * (to - from), ticks };
}

/** The next 1, 2 or 5 with zeros. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
}
