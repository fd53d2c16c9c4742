import { diff, inspect } from "node:util";

/** A value as stable text: keys sorted, nothing cut off, one property a line so that a difference is a line. */
export function format(value: unknown): string {
  return inspect(value, {
    depth: Infinity,
    sorted: true,
    compact: false,
    maxArrayLength: Infinity,
    maxStringLength: Infinity,
    getters: true,
  });
}

/** The lines of two texts, `-` only in the actual one, `+` only in the expected one. */
export function formatDiff(actual: string, expected: string): string {
  const marks = { "-1": "+   ", "0": "    ", "1": "-   " };
  const lines = diff(actual.split("\n"), expected.split("\n"))
    .map(([side, line]) => marks[String(side) as keyof typeof marks] + line);
  return `\n\n    [Diff] Actual / Expected\n\n\n${lines.join("\n")}\n`;
}
