/** How many lines one print is at most; what is beyond is in the last one. */
const MOST_LINES = 100;

/** What was printed in one go, line by line. */
export function outputLines(text: string): readonly string[] {
  const lines = text.split("\n");
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), lines.slice(MOST_LINES - 1).join("\n")];
}
