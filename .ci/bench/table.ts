import type { BenchResult } from "./types.ts";

const HEAD = ["name", "unit", "ours", "peer", "ratio", "goal", "met"];

/** Results as a table of plain text; numbers stand to the right, and the last column says what else there is to say. */
export function formatTable(results: BenchResult[]): string {
  const rows = results.map(({ name, unit, ours, peer, peerName, ratio, goal, met, note }) => [
    name,
    unit,
    formatFigure(ours),
    peer === null ? "" : `${formatFigure(peer)} ${peerName}`,
    ratio === null ? "" : ratio.toFixed(2),
    goal === null ? "" : formatFigure(goal),
    note === undefined ? met === null ? "" : met ? "yes" : "NO" : `${peerName} ${note}`,
  ]);
  const table = [HEAD, ...rows];
  const widths = HEAD.map((_, column) => Math.max(...table.map((cells) => cells[column]!.length)));
  const right = new Set([2, 3, 4, 5]);
  return table.map((cells) =>
    cells.map((cell, i) => right.has(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)).join("  ").trimEnd()
  ).join("\n");
}

/** Three figures are as many as a benchmark can promise. */
export function formatFigure(figure: number): string {
  if (!Number.isFinite(figure)) return String(figure);
  return Number(figure.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 9 }).replaceAll(",", " ");
}
